import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app";
import { pathOf, readable } from "./request-path";
import { CONTROL } from "./admin/path";
import type { Context } from "./context";
import type { StateFile } from "./state-file";

/** Sets the `Date` of every answer to the emulated time, and records the request in the journal before the answer is sent. */
export function recordRequests(app: App, context: Context): void {
  app.addHook("onSend", async (request, reply) => {
    reply.header("Date", new Date(context.clock.now()).toUTCString());
    const id = request.headers["x-ms-client-request-id"];
    if (typeof id === "string") reply.header("x-ms-client-request-id", id);
    record(context, request, reply);
  });
}

/** Records a request in the journal, with the fault that was applied to it. */
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

/** Saves the state before each answer is sent. After a crash, the emulator therefore knows every change that a client knows. */
export function saveBeforeAnswers(app: App, file: StateFile): void {
  const failed = new WeakSet<FastifyRequest>();
  app.addHook("onSend", async (request) => {
    // The error answer about the failed save runs through this hook too.
    if (failed.has(request)) return;
    try {
      await file.save();
    } catch (error) {
      failed.add(request);
      throw error;
    }
  });
}
