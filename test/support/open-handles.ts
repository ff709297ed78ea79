import { ChildProcess } from "node:child_process";
import { Server as HttpServer } from "node:http";
import { Server, Socket } from "node:net";

/** The servers, sockets, child processes and watchers that keep this process alive, without its own streams. */
export function openHandles(): object[] {
  const { stdin, stdout, stderr } = process;
  // Deprecated, but the only way to get the objects themselves.
  const handles = (process as unknown as { _getActiveHandles(): object[] })._getActiveHandles();
  return handles.filter((handle) => ![stdin, stdout, stderr].includes(handle as never));
}

/** A readable name of a handle, such as `Server of port 8443`. */
export function nameOf(handle: object): string {
  if (handle instanceof ChildProcess) return `child process ${handle.spawnargs.join(" ").slice(0, 100)}`;
  const address = handle instanceof Server || handle instanceof Socket ? handle.address() : null;
  const port = typeof address === "object" && address && "port" in address ? ` of port ${String(address.port)}` : "";
  return `${handle.constructor.name}${port}`;
}

/** Closes a server, a socket or a child process at once. */
export function close(handle: object): void {
  if (handle instanceof HttpServer) handle.closeAllConnections();
  if (handle instanceof Server) handle.close();
  else if (handle instanceof Socket) handle.destroy();
  else if (handle instanceof ChildProcess) handle.kill("SIGKILL");
}
