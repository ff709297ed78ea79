import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Keeps the states of Terraform in memory, behind its backend `http`. Into a local file Terraform writes the whole state after each
 * resource; a pipeline's backend gets it at the end, and every 20 seconds.
 */
export class StateServer {
  static async start(): Promise<StateServer> {
    const states = new Map<string, Buffer>();
    const server = createServer((request, response) => {
      const name = request.url ?? "";
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        if (request.method === "POST") states.set(name, Buffer.concat(parts));
        const state = states.get(name);
        response.writeHead(state ? 200 : 404).end(request.method === "GET" ? state : undefined);
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    return new StateServer(`http://127.0.0.1:${port}`, states, () => {
      server.close();
      server.closeAllConnections();
    });
  }

  private constructor(
    private readonly url: string,
    private readonly states: ReadonlyMap<string, Buffer>,
    readonly stop: () => void,
  ) {}

  /** The configuration of the backend that keeps a state. */
  backend(name: string): object {
    return { terraform: { backend: { http: { address: `${this.url}/${name}` } } } };
  }

  bytes(name: string): number {
    return this.states.get(`/${name}`)?.length ?? 0;
  }
}
