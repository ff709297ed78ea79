import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import { ServiceError, errorBody } from "./arm/error";
import type { Certificate } from "./tls";

/** The HTTP server that routes are added to. */
export type App = FastifyInstance;

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** An HTTPS server with Azure's habits: ids in any case, doubled slashes, empty JSON bodies, errors in ARM's shape. */
export function createApp(certificate: Certificate): App {
  const app = fastify({
    https: { key: certificate.key, cert: certificate.cert },
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => {
      const refusal = new ServiceError(error.statusCode ?? 400, "BadRequest", error.message);
      void (reply as FastifyReply).status(refusal.status).send(errorBody(refusal));
    },
    routerOptions: { caseSensitive: false, ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: 500 },
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
  // Everything else is JSON to Azure Resource Manager, whatever the header says or leaves out.
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
      done(
        new ServiceError(
          400,
          "InvalidRequestContent",
          `The request content was invalid and could not be deserialized: '${reason}'.`,
        ),
      );
    }
  });

  app.setErrorHandler((error: FastifyError | ServiceError, request, reply) => {
    if (error instanceof ServiceError) {
      void reply.status(error.status).send(errorBody(error));
      return;
    }
    const { statusCode = 500, code } = error;
    if (statusCode < 500) {
      void reply.status(statusCode).send(errorBody(new ServiceError(statusCode, code, error.message)));
      return;
    }
    // Any other 5xx would be retried by clients for hours.
    console.error(error);
    const message = `the emulator failed on ${request.method} ${request.url}: ${error.message}`;
    void reply.status(501).send(errorBody(new ServiceError(501, "EmulatorFailure", message)));
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `The emulator does not serve ${request.method} ${pathOf(request.url)}.`;
    void reply.status(404).send(errorBody(new ServiceError(404, "UnknownRoute", message)));
  });
  return app;
}

/** The path of a request's URL, as it was sent. */
export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** A path without its percent signs, where it can be read so: clients send `VM%3B…` and `VM;…`. */
export function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
