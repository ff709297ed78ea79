import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app";
import type { Context } from "../context";
import { CONTROL } from "../admin/path";
import { record } from "../requests";
import { targetOfRequest } from "./request-target";
import { throttled, tokenExpired } from "../errors/arm-errors";
import { errorOf } from "../errors/define-error";

declare module "fastify" {
  interface FastifyRequest {
    /** The fault that was applied to this request, for the journal. */
    fault?: string;
  }
}

/** Applies the faults that come before a request is handled: latency, reset, expired token, throttling, error. */
export function injectFaults(app: App, context: Context): void {
  const { clock, state } = context;
  app.decorateRequest("fault", undefined);

  app.addHook("onRequest", async (request, reply) => {
    const subject = targetOfRequest(request);
    if (subject.path.startsWith(CONTROL)) return;
    const latency = state.faults.take("latency", subject);
    if (latency) await clock.sleep(state.faults.draw(latency.seconds));

    const reset = state.faults.take("reset", subject);
    if (reset?.when === "before") {
      request.fault = "reset before";
      record(context, request, reply);
      dropConnection(request, reply);
      return;
    }
    if (reset) request.fault = "reset after";
    if (state.faults.take("expiredToken", subject)) {
      request.fault = "expiredToken";
      reply.header(
        "WWW-Authenticate",
        `Bearer authorization_uri="${context.origin}/${context.account.tenantId}", error="invalid_token"`,
      );
      throw tokenExpired(new Date(clock.clientNow()), new Date(clock.clientNow()));
    }
    const throttle = state.faults.take("throttle", subject);
    if (throttle) {
      request.fault = "throttle";
      retryAfter(reply, throttle.retryAfter);
      throw throttled();
    }
    const error = state.faults.take("error", subject);
    if (error) {
      request.fault = "error";
      retryAfter(reply, error.retryAfter);
      throw errorOf(error.status, error.code, error.message ?? `A fault of the emulator returns ${error.code}.`);
    }
  });
}

/** Resets the connection of a request with the fault "reset after": the request has had its effect, and its answer is lost. */
export function resetAfterwards(app: App): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (request.fault === "reset after") dropConnection(request, reply);
    return payload;
  });
}

function retryAfter(reply: FastifyReply, seconds: number | undefined): void {
  if (seconds !== undefined) reply.header("Retry-After", Math.round(seconds));
}

function dropConnection(request: FastifyRequest, reply: FastifyReply): void {
  request.raw.socket.destroy();
  reply.hijack();
}
