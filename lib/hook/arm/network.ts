import type { SecureContext } from "node:tls";
import {
  type Agent,
  createDefaultHttpClient,
  type HttpClient,
  type PipelinePolicy,
  type SendRequest,
} from "@azure/core-rest-pipeline";
import { bodyTextOf, EVERY_STATUS } from "./answer-body";
import { ProxyAgent } from "./proxy-agent";
import { proxyFor } from "./proxy";
import { trustedContext } from "./trusted-authorities";

/**
 * A policy that sends each request as Terraform does: through its proxy, and trusting its CA certificates. With `proxied: false`, and for
 * plain HTTP, no proxy is used. Only managed identity endpoints on this machine use plain HTTP.
 */
export function terraformNetwork(env: NodeJS.ProcessEnv, { proxied = true } = {}): PipelinePolicy {
  const agents = new Map<string, Agent>();
  return {
    name: "terraformNetwork",
    sendRequest: async (request, next) => {
      const isTls = request.url.startsWith("https:");
      const proxy = proxied && isTls ? proxyFor(request.url, env) : undefined;
      const secureContext = isTls ? contextOf(env) : undefined;
      delete request.agent;
      if (proxy) {
        const agent: Agent = agents.get(proxy.href) ?? new ProxyAgent(proxy.href, { secureContext });
        agents.set(proxy.href, agent);
        request.agent = agent;
      }
      if (secureContext) request.requestOverrides = { ...request.requestOverrides, secureContext };
      return next(request);
    },
  };
}

/** TLS contexts by environment, so that certificate files are read once. */
const contexts = new WeakMap<NodeJS.ProcessEnv, { readonly context: SecureContext | undefined }>();

function contextOf(env: NodeJS.ProcessEnv): SecureContext | undefined {
  const known = contexts.get(env) ?? { context: trustedContext(env) };
  contexts.set(env, known);
  return known.context;
}

/**
 * Returns an HTTP client for a library: it uses Terraform's proxy and CA certificates, even if the pipeline sets others, and reads no more
 * of an answer than the program does itself.
 * @throws AnswerTooLarge from a request
 */
export function clientOf(env: NodeJS.ProcessEnv, options: { readonly proxied: boolean }): HttpClient {
  const [network, wire] = [terraformNetwork(env, options), createDefaultHttpClient()];
  const send: SendRequest = async (request) => {
    request.streamResponseStatusCodes = EVERY_STATUS;
    const { readableStreamBody, ...response } = await wire.sendRequest(request);
    return { ...response, bodyAsText: await bodyTextOf({ ...response, ...(readableStreamBody && { readableStreamBody }) }) };
  };
  return { sendRequest: (request) => network.sendRequest(request, send) };
}
