import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import { refuseForeignRequests } from "./local-only";
import { pathOf } from "./request-path";
import type { Certificate } from "./tls";
import { requestContentInvalid } from "./errors/arm-errors";
import { emulatorFailed, routeUnknown } from "./errors/emulator-errors";
import { ServiceError, errorBody } from "./errors/service-error";
import { errorOf } from "./errors/define-error";

/** The HTTP server that routes are added to. */
export type App = FastifyInstance;

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Creates an HTTPS server that accepts what Azure accepts: ids in any case, doubled slashes and empty JSON bodies. Its errors
 * have the form of Azure Resource Manager.
 */
export function createApp(certificate: Pick<Certificate, "key" | "cert">): App {
  const app = fastify({
    https: { key: certificate.key, cert: certificate.cert },
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => {
      const refusal = errorOf(error.statusCode ?? 400, "BadRequest", error.message);
      void (reply as FastifyReply).status(refusal.status).send(errorBody(refusal));
    },
    routerOptions: { caseSensitive: false, ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: 500 },
  });

  refuseForeignRequests(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
  // Every other body is JSON.
  app.addContentTypeParser("*", { parseAs: "string" }, (_, body, done) => {
    const text = body.toString();
    if (text.trim() === "") {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(text));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      done(requestContentInvalid(reason));
    }
  });

  app.setErrorHandler((error: FastifyError | ServiceError, request, reply) => {
    if (error instanceof ServiceError) {
      void reply.status(error.status).send(errorBody(error));
      return;
    }
    const { statusCode = 500, code } = error;
    if (statusCode < 500) {
      void reply.status(statusCode).send(errorBody(errorOf(statusCode, code, error.message)));
      return;
    }
    // Clients retry every other 5xx status, some of them for hours.
    console.error(error);
    void reply.status(501).send(errorBody(emulatorFailed(`${request.method} ${request.url}`, error.message)));
  });
  app.setNotFoundHandler((request, reply) => {
    void reply.status(404).send(errorBody(routeUnknown(request.method, pathOf(request.url))));
  });
  return app;
}
