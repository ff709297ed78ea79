import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import { generate } from "selfsigned";

/** Starts a server on a free port. Stopping it closes its connections. */
export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a service with TLS. Without a handler, it never answers. */
export interface TlsService extends Running {
  readonly certificate: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function tlsService(handler: Handler): Promise<TlsService> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 2, value: "azure.example" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { certificate: cert, ...(await listen(createTlsServer({ key, cert }, handler))) };
}

export async function httpService(handler: Handler): Promise<Running> {
  return listen(createHttpServer(handler));
}

/** Starts a server that accepts connections and never answers, such as a proxy that does not answer CONNECT. */
export async function silentProxy(): Promise<Running> {
  return listen(createTcpServer(() => undefined));
}

export async function listen(server: Server | TcpServer): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
