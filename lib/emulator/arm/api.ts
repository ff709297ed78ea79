import { randomUUID } from "node:crypto";
import type { App } from "../app";
import type { Context } from "../context";
import { requireNoLock } from "../resources/locks";
import { normalizedPath } from "../resources/scope";
import { authenticate } from "../identity/tokens";
import { authorize } from "../strictness/authorization";
import { sendAnswerHeaders } from "./answer-headers";
import { requireSubscription } from "./resource-groups";
import { apiVersionMissing } from "../errors/arm-errors";

interface Query {
  "api-version"?: string;
}

/** Checks every request as Azure Resource Manager does: token, api-version, subscription, permissions and locks. */
export function guardApi(app: App, context: Context): void {
  app.addHook("onRequest", async (request, reply) => {
    const correlation = request.headers["x-ms-correlation-request-id"] ?? randomUUID();
    reply.headers({ "x-ms-request-id": randomUUID(), "x-ms-correlation-request-id": correlation });
    sendAnswerHeaders(request, reply);
    let caller;
    try {
      caller = authenticate(context, request.headers.authorization);
    } catch (error) {
      reply.header(
        "WWW-Authenticate",
        `Bearer authorization_uri="${context.origin}/${context.account.tenantId}", error="invalid_token"`,
      );
      throw error;
    }
    if (!(request.query as Query)["api-version"]) {
      throw apiVersionMissing();
    }
    const { subscriptionId } = request.params as { subscriptionId?: string };
    if (subscriptionId !== undefined) requireSubscription(context, subscriptionId);
    const path = normalizedPath(request.url);
    authorize(context, caller, request.method, path);
    requireNoLock(context, request.method, path);
  });
}
