import { gzipSync } from "node:zlib";
import { decodeRequest } from "../../../lib/hook/commands/request-from-environment";
import { ExitCode } from "../../../lib/contract/exit-code";
import { itemId, VAULT_ID } from "../fakes";

const REQUEST = {
  version: 1,
  vaultId: VAULT_ID,
  protectedItemIds: [itemId("vm-web")],
  retention: { days: 30 },
  waitFor: "completed",
  timeoutMinutes: 120,
  concurrency: 4,
  onFailure: "fail",
};

function encode(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString("base64");
}

test("returns the request that was encoded", () => {
  expect(decodeRequest(encode(REQUEST))).toEqual(REQUEST);
});

test("fits a thousand VMs", () => {
  const protectedItemIds = Array.from({ length: 1_000 }, (_, index) => itemId(`vm-${index}`));
  expect(decodeRequest(encode({ ...REQUEST, protectedItemIds })).protectedItemIds).toHaveLength(1_000);
});

test.each<[string, string, RegExp]>([
  ["what is no base64 of gzip", "bm90IGd6aXA=", /must be the base64 of the gzip of a JSON request, got 12 characters/],
  ["what is no JSON", gzipSync("{").toString("base64"), /must be the base64 of the gzip of a JSON request/],
  [
    "a version of the future",
    encode({ ...REQUEST, version: 2 }),
    /version 1, got version 2; synthesize and deploy with the same version/,
  ],
  ["no version", encode({ ...REQUEST, version: undefined }), /must hold a valid request, got one with these problems: version/],
  ["no object", encode(null), /must hold a valid request, got one with these problems/],
  ["several mistakes", encode({ ...REQUEST, vaultId: "x", retention: { days: 0 } }), /retention\.days: .*; vaultId: /],
  ["a key nobody knows", encode({ ...REQUEST, colour: "red" }), /colour/],
])("%s is refused", (_, encoded, message) => {
  expect(() => decodeRequest(encoded)).toThrow(
    expect.objectContaining({ exitCode: ExitCode.badInput, message: expect.stringMatching(message) as string }) as Error,
  );
});
