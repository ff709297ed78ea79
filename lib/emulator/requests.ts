import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app";
import { pathOf, readable } from "./request-path";
import { CONTROL } from "./admin/path";
import type { Context } from "./context";
import type { StateFile } from "./state-file";

/** Every answer carries the emulator's time, and leaves its request in the journal before the client sees it. */
export function recordRequests(app: App, context: Context): void {
  app.addHook("onSend", async (request, reply) => {
    reply.header("Date", new Date(context.clock.now()).toUTCString());
    const id = request.headers["x-ms-client-request-id"];
    if (typeof id === "string") reply.header("x-ms-client-request-id", id);
    record(context, request, reply);
  });
}

/** Puts a request into the journal, with the fault that it met. */
export function record({ clock, journal }: Context, request: FastifyRequest, reply: FastifyReply): void {
  const path = readable(pathOf(request.url));
  if (request.isForeign || path.startsWith(CONTROL)) return;
  const id = request.headers["x-ms-client-request-id"];
  const answered = request.fault !== "reset before";
  journal.record({
    time: new Date(clock.now()).toISOString(),
    method: request.method,
    path,
    query: request.query as Record<string, unknown>,
    status: answered ? reply.statusCode : 0,
    ...(typeof id === "string" ? { clientRequestId: id } : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.fault ? { fault: request.fault } : {}),
  });
}

/** No answer leaves before what it tells of is on disk: a client never knows more than the emulator will after a crash. */
export function saveBeforeAnswers(app: App, file: StateFile): void {
  const failed = new WeakSet<FastifyRequest>();
  app.addHook("onSend", async (request) => {
    // The answer that says so passes here too.
    if (failed.has(request)) return;
    try {
      await file.save();
    } catch (error) {
      failed.add(request);
      throw error;
    }
  });
}
