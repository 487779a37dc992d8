"use strict";
// A client of docs/protocol.md that shares no code with the project: rsocket-js and what the document says.
const { RSocketConnector } = require("rsocket-core");
const { TcpClientTransport } = require("rsocket-tcp-client");
const { encodeCompositeMetadata, encodeRoute, WellKnownMimeType } = require("rsocket-composite-metadata");

const COMPOSITE = "message/x.rsocket.composite-metadata.v0";
const TICKET = "application/x.reactive-raft.ticket.v1";
const INDEX = "application/x.reactive-raft.index.v1";
const DEFINITELY_NOT_DONE = ["NOT_LEADER", "UNAVAILABLE", "CLOSED", "OVERLOADED"];
const PAUSE_IN_MILLIS = 50;

/** Big-endian, as everything here. */
function int64s(...numbers) {
  const bytes = Buffer.alloc(8 * numbers.length);
  numbers.forEach((number, i) => bytes.writeBigInt64BE(BigInt(number), 8 * i));
  return bytes;
}

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_IN_MILLIS));

/** The word for programs that an error begins with. */
function word(error) {
  const found = /^[A-Z_]+(?= |$)/.exec(error.message);
  return found ? found[0] : "UNKNOWN";
}

/** A connection to one member. */
class Member {
  constructor(rsocket, prefix) {
    this.rsocket = rsocket;
    this.prefix = prefix;
  }

  static async connect(address, cluster) {
    const [, host, port] = /^(.*):(\d+)$/.exec(address);
    const transport = new TcpClientTransport({ connectionOptions: { host, port: Number(port) } });
    const setup = { metadataMimeType: COMPOSITE, keepAlive: 1000, lifetime: 5000 };
    const rsocket = await new RSocketConnector({ transport, setup }).connect();
    return new Member(rsocket, "raft/v1/" + cluster + "/main/");
  }

  payload(operation, data, entries) {
    const route = [WellKnownMimeType.MESSAGE_RSOCKET_ROUTING, encodeRoute(this.prefix + operation)];
    return { data, metadata: encodeCompositeMetadata([route, ...entries]) };
  }

  /** The one answer to a request. */
  ask(operation, data, ...entries) {
    return new Promise((resolve, reject) => {
      this.rsocket.requestResponse(this.payload(operation, data, entries), {
        onNext: resolve,
        onComplete: () => reject(new Error("UNKNOWN no answer")),
        onError: reject,
        onExtension: () => {},
      });
    });
  }

  session() {
    return this.ask("session", null).then(answer => answer.data.readBigInt64BE(0));
  }

  submit(command, ticket) {
    return this.ask("submit", command, ...(ticket ? [[TICKET, ticket]] : [])).then(answer => answer.data);
  }

  /** Linearizable without an index; with one, a local read of a state that has got to it. */
  read(query, index) {
    return this.ask("read", query, ...(index === undefined ? [] : [[INDEX, int64s(index)]]));
  }

  watch(fromIndex, demand, onNext, onError) {
    return this.stream("watch", [[INDEX, int64s(fromIndex)]], demand, onNext, onError);
  }

  /** Text such as "3 n1 127.0.0.1:7001", at once and at every change. */
  leaders(onNext, onError) {
    return this.stream("leaders", [], 0x7fffffff, answer => onNext(answer.data.toString("utf8")), onError);
  }

  stream(operation, entries, demand, onNext, onError) {
    return this.rsocket.requestStream(this.payload(operation, null, entries), demand, {
      onNext: answer => onNext(answer),
      onComplete: () => {},
      onError,
      onExtension: () => {},
    });
  }

  close() {
    this.rsocket.close();
  }
}

/** A session of one command at a time, which outlives the members that it is used through. */
class Session {
  constructor(addresses, cluster) {
    this.addresses = addresses;
    this.cluster = cluster;
    this.turn = 0;
    this.number = 0n;
    this.member = null;
    this.repeatCount = 0;
  }

  async connected() {
    if (!this.member) {
      this.member = await Member.connect(this.addresses[this.turn++ % this.addresses.length], this.cluster);
    }
    return this.member;
  }

  /** Whatever goes wrong, the same is asked again of another member: what has a ticket is executed once all the same. */
  async persistently(request) {
    for (;;) {
      try {
        return await request(await this.connected());
      } catch (error) {
        if (!DEFINITELY_NOT_DONE.includes(word(error)) && word(error) !== "UNKNOWN") throw error;
        this.repeatCount++;
        if (this.member) this.member.close();
        this.member = null;
        await pause();
      }
    }
  }

  async open() {
    this.id = await this.persistently(member => member.session());
  }

  submit(command) {
    this.number++;
    // One at a time: there is no older command whose outcome is not known, so the lag is 0.
    const ticket = int64s(this.id, this.number * 65536n);
    return this.persistently(member => member.submit(command, ticket));
  }

  close() {
    if (this.member) this.member.close();
  }
}

module.exports = { Member, Session, int64s, word };
