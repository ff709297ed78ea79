import { proxyFor } from "../../../lib/hook/arm/proxy";

const AZURE = "https://management.azure.com/subscriptions";
const P = "http://proxy.example:3128";

test.each<[NodeJS.ProcessEnv, string, string | undefined]>([
  [{ HTTPS_PROXY: P }, AZURE, "proxy.example:3128"],
  [{ https_proxy: P }, AZURE, "proxy.example:3128"],
  [{ HTTPS_PROXY: "127.0.0.1:3128" }, AZURE, "127.0.0.1:3128"],
  [{ HTTPS_PROXY: "localhost:3128" }, AZURE, "localhost:3128"],
  [{ HTTP_PROXY: P, ALL_PROXY: P }, AZURE, undefined],
  [{ HTTPS_PROXY: P }, "https://localhost:8443", undefined],
  [{ HTTPS_PROXY: P }, "https://127.0.0.2", undefined],
  [{ HTTPS_PROXY: P }, "https://[::1]:8443", undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: "*" }, AZURE, undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: "azure.com" }, AZURE, undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: "example.com, MANAGEMENT.azure.com" }, AZURE, undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: "*.azure.com" }, AZURE, undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: ".azure.com" }, "https://azure.com", "proxy.example:3128"],
  [{ HTTPS_PROXY: P, NO_PROXY: "zure.com" }, AZURE, "proxy.example:3128"],
  [{ HTTPS_PROXY: P, NO_PROXY: "management.azure.com:443" }, AZURE, undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: "management.azure.com:8443" }, AZURE, "proxy.example:3128"],
  [{ HTTPS_PROXY: P, NO_PROXY: "10.0.0.0/8" }, "https://10.1.2.3", undefined],
  [{ HTTPS_PROXY: P, NO_PROXY: "10.0.0.0/8" }, "https://11.1.2.3", "proxy.example:3128"],
  [{ HTTPS_PROXY: P, NO_PROXY: "10.1.2.3" }, "https://10.1.2.3", undefined],
])("with %j, %s goes through %s", (env, url, host) => {
  expect(proxyFor(url, env)?.host).toBe(host);
});
