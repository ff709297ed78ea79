import type { SecureContext } from "node:tls";
import { type Agent, createDefaultHttpClient, type HttpClient, type PipelinePolicy } from "@azure/core-rest-pipeline";
import { HttpsProxyAgent } from "https-proxy-agent";
import { proxyFor } from "./proxy";
import { trustedContext } from "./trusted-authorities";

/**
 * Sends each request as Terraform would: by its proxy, and trusting its authorities. What is not `proxied` goes by no proxy, whatever
 * other policies say; nor does plain HTTP, which only endpoints of managed identities on the machine itself speak.
 */
export function terraformsNetwork(env: NodeJS.ProcessEnv, { proxied = true } = {}): PipelinePolicy {
  const agents = new Map<string, Agent>();
  return {
    name: "terraformsNetwork",
    sendRequest: async (request, next) => {
      const isTls = request.url.startsWith("https:");
      const proxy = proxied && isTls ? proxyFor(request.url, env) : undefined;
      const secureContext = isTls ? contextOf(env) : undefined;
      delete request.agent;
      if (proxy) {
        const agent: Agent = agents.get(proxy.href) ?? new HttpsProxyAgent(proxy.href, { secureContext });
        agents.set(proxy.href, agent);
        request.agent = agent;
      }
      if (secureContext) request.requestOverrides = { ...request.requestOverrides, secureContext };
      return next(request);
    },
  };
}

/** One for each environment: the files are read, and their certificates are added, once. */
const contexts = new WeakMap<NodeJS.ProcessEnv, { readonly context: SecureContext | undefined }>();

function contextOf(env: NodeJS.ProcessEnv): SecureContext | undefined {
  const known = contexts.get(env) ?? { context: trustedContext(env) };
  contexts.set(env, known);
  return known.context;
}

/** A client whose requests go by Terraform's network, whatever the pipeline before it says. */
export function clientOf(env: NodeJS.ProcessEnv, options: { readonly proxied: boolean }): HttpClient {
  const [network, wire] = [terraformsNetwork(env, options), createDefaultHttpClient()];
  return { sendRequest: (request) => network.sendRequest(request, (last) => wire.sendRequest(last)) };
}
