"use strict";
// Usage: node adds.js CLUSTER ADDRESS... Adds 1 until its standard input ends, each once, whatever becomes of members meanwhile.
const { Session, int64s } = require("./client");

const [cluster, ...addresses] = process.argv.slice(2);

async function main() {
  let isOver = false;
  process.stdin.on("end", () => { isOver = true; }).resume();
  const session = new Session(addresses, cluster);
  await session.open();
  const values = [];
  while (!isOver) {
    const result = await session.submit(int64s(1));
    values.push(Number(result.readBigInt64BE(1)));
    if (values.length === 1) console.log("adding");
  }
  session.close();
  return { values, repeatCount: session.repeatCount };
}

main().then(report => console.log(JSON.stringify(report)), failure => {
  console.error(failure);
  process.exitCode = 1;
});
