import { createServer, type ServerOptions } from "node:https";
import { createServer as createTcpServer, type Socket } from "node:net";
import { listen, type Running } from "../../support/slow-services";

/** What a server does with a connection on which a client begins TLS. */
export const TLS_FAULTS: Readonly<Record<string, (socket: Socket) => unknown>> = {
  "answers without TLS": (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
  "sends bytes that are no TLS": (socket) => socket.end(Buffer.alloc(1_024, 0xff)),
  "sends an alert": (socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
  "closes during the handshake": (socket) => socket.destroy(),
  "ends during the handshake": (socket) => socket.end(),
  "says nothing": () => undefined,
  "sends a record byte by byte": (socket) => {
    const timer = setInterval(() => socket.write(Buffer.from([0x16])), 20);
    socket.once("close", () => {
      clearInterval(timer);
    });
  },
  "floods the handshake": (socket) => {
    const flood = (): void => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536, 0x16)));
    };
    socket.on("drain", flood);
    flood();
  },
  "floods with records of the right form": (socket) => {
    const record = Buffer.concat([Buffer.from([0x16, 3, 3, 0x40, 0]), Buffer.alloc(0x4000)]);
    const flood = (): void => {
      while (!socket.destroyed && socket.write(record));
    };
    socket.on("drain", flood);
    flood();
  },
};

export function faultyTls(fault: (socket: Socket) => unknown): Promise<Running> {
  return listen(
    createTcpServer((socket) => {
      socket
        .on("error", () => undefined)
        .once("data", () => {
          fault(socket);
        });
    }),
  );
}

/** Starts a server whose TLS is right but for the given options. */
export function tlsServer(options: ServerOptions): Promise<Running> {
  return listen(createServer(options, (_request, response) => response.end("{}")));
}
