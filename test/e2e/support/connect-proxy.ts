import { createServer } from "node:http";
import { connect } from "node:net";
import { listen, type Running } from "./slow-services";

/** A proxy that forwards every host to one local port. */
export interface ConnectProxy extends Running {
  /** The requested hosts and ports. */
  readonly asked: string[];
}

export async function connectProxy(targetPort: number): Promise<ConnectProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(502).end();
  });
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const target = connect(targetPort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    const end = (): void => {
      socket.destroy();
      target.destroy();
    };
    for (const one of [socket, target]) one.on("error", end);
  });
  return { asked, ...(await listen(server)) };
}
