import { format } from "node:util";
import { guardDebugOutput } from "../../../lib/hook/outgoing/debug-output";
import { keepSecret } from "../../../lib/hook/outgoing/secrets";

function printed(env: NodeJS.ProcessEnv, ...values: unknown[]): string {
  let text = "";
  const stream = { write: (chunk: string | Uint8Array) => ((text += String(chunk)), true) };
  guardDebugOutput(env, stream);
  stream.write(format(...values));
  return text;
}

const DEBUG = { NODE_DEBUG: "stream" };
const bytes = Buffer.from("a token of Azure, and more than fifty characters after it");

test.each<[string, unknown[], string]>([
  ["the bytes of a buffer", ["push %o", bytes.subarray(0, 4)], "61 20"],
  ["the bytes of a long buffer", ["push", bytes], "61 20"],
  ["the values of an array", ["%o", new Uint8Array(bytes)], "97,"],
  ["the content of an ArrayBuffer", [new Uint8Array(bytes).buffer], "61 20"],
  ["a token in a header", [{ _header: "Authorization: Bearer abcdefghijkl" }], "abcdefghijkl"],
])("%s is removed from what Node prints", (_, values, secret) => {
  expect(printed({}, ...values)).toContain(secret);
  expect(printed(DEBUG, ...values)).not.toContain(secret);
});

test("a secret of the run is removed, and other text stays", () => {
  keepSecret("s3cret-of-the-run");
  expect(printed(DEBUG, "HTTP 1: sent s3cret-of-the-run to [1, 2]")).toBe("HTTP 1: sent *** to [1, 2]");
});
