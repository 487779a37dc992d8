"use strict";
// Usage: node operations.js CLUSTER ADDRESS ADDRESS... Does one of everything and prints what it got as JSON.
const { Member, int64s, word } = require("./client");

const [cluster, ...addresses] = process.argv.slice(2);
const VALUE = Buffer.from("VALUE");

const value = data => (data[0] === 0 ? Number(data.readBigInt64BE(1)) : null);
const index = metadata => Number(metadata.readBigInt64BE(0));

function leader(member) {
  return new Promise((resolve, reject) => {
    const listening = member.leaders(text => {
      if (text.split(" ").length === 3) {
        listening.cancel();
        resolve(text);
      }
    }, reject);
  });
}

/** Watches from the first change on, two at first and then one more; a round trip between tells that no third was sent unasked. */
function watched(member) {
  return new Promise((resolve, reject) => {
    const seen = [];
    let unasked = null;
    const watch = member.watch(1, 2, async change => {
      seen.push({ index: index(change.metadata), value: value(change.data) });
      if (seen.length === 2) {
        await member.read(VALUE).catch(reject);
        unasked = seen.length - 2;
        watch.request(1);
      } else if (seen.length === 3) {
        watch.cancel();
        resolve({ seen, unasked });
      }
    }, reject);
  });
}

async function main() {
  const members = [];
  for (const address of addresses) members.push(await Member.connect(address, cluster));
  const [first, second, third] = members;
  const report = { leader: await leader(first) };

  const session = await first.session();
  const ticket = int64s(session, 1n << 16n);
  report.sameTicket = [];
  for (const member of [first, first, second, third]) {
    report.sameTicket.push(value(await member.submit(int64s(5), ticket)));
  }
  report.nextTicket = value(await first.submit(int64s(7), int64s(session, 2n << 16n)));
  report.withoutTicket = [];
  for (const member of [second, third]) report.withoutTicket.push(value(await member.submit(int64s(1))));
  report.read = value((await third.read(VALUE)).data);
  const local = await second.read(VALUE, 1);
  report.local = { value: value(local.data), index: index(local.metadata) };
  report.watch = await watched(second);
  report.refused = await new Member(first.rsocket, "raft/v1/other/main/").submit(int64s(1)).then(() => null, word);
  members.forEach(member => member.close());
  return report;
}

main().then(report => console.log(JSON.stringify(report)), failure => {
  console.error(failure);
  process.exitCode = 1;
});
