import { TOKEN_OF_A_RUN } from "../hook/drill/drill-process";
import { type Change, RUNS, Scene, type Written } from "./scene";

/** An Azure that echoes the token and signed URLs of a run, in every output of every command. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.make();
});
afterAll(() => {
  scene.remove();
});

const SIGNATURE = "s1gnature%2Bof%3Da%2Furl";
const KEY = "c3RvcmFnZS1rZXktb2YtYS1ydW4tMTIzNDU2Nzg5MA==";
const SECRETS = [TOKEN_OF_A_RUN, SIGNATURE, KEY];

/** The texts in which a service may echo what it was sent. */
const echoOf = (authorization: string): string =>
  `sent ${authorization}; {"access_token":"${TOKEN_OF_A_RUN}"}; https://x.example/c?sv=1&sig=${SIGNATURE}&se=2; AccountKey=${KEY};`;

function leaks({ stdout, stderr, files }: Written): string[] {
  const outputs = { stdout, stderr, ...files };
  return Object.entries(outputs).flatMap(([name, text]) =>
    SECRETS.filter((secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString("base64").slice(0, -4))).map(
      (secret) => `${name}: ${secret}`,
    ),
  );
}

const met = { texts: "" };

test.each(Object.entries(RUNS))("%s prints and writes no secret that a refusal echoes", async (_, line) => {
  for (const status of [400, 401, 403, 409, 500]) {
    const change: Change = (answer, request) => {
      const message = echoOf(request.headers.get("authorization") ?? "");
      return { ...answer, status, body: { error: { code: "Refused", message, details: [{ code: "x", message }] } } };
    };
    const written = await scene.run(line, { change });
    expect([status, leaks(written)]).toEqual([status, []]);
    met.texts += written.stderr + written.stdout;
  }
});

const ECHOED = /message$|errorString|recommendation|description|^details?$|tags|additionalInfo|^vaultName|health/i;

test.each(Object.entries(RUNS))("%s prints and writes no secret that an answer holds", async (_, line) => {
  const change: Change = (answer, request) => {
    const echo = echoOf(request.headers.get("authorization") ?? "");
    const body = JSON.stringify(answer.body ?? null, (key, value: unknown) =>
      typeof value === "string" && ECHOED.test(key) ? `${value}${echo}` : value,
    );
    return { ...answer, body: JSON.parse(body) as unknown };
  };
  expect(leaks(await scene.run(line, { change }))).toEqual([]);
});

test("the echoes reach the outputs, without the secrets", () => {
  expect(met.texts).toContain("sent Bearer ***");
  expect(met.texts).toContain("sig=***");
  expect(met.texts).toContain("AccountKey=***");
});

test("the journal of the emulator holds no secret of a sign-in", () => {
  const { client_secret: secret } = scene.signIn;
  expect(secret.length).toBeGreaterThan(3);
  expect(scene.journal).toContain("client_id");
  expect(scene.journal).not.toContain(secret);
  expect(leaks({ code: 0, stdout: scene.journal, stderr: "", files: {} })).toEqual([]);
});

test("the search finds a secret, in each of its spellings", () => {
  for (const text of [TOKEN_OF_A_RUN, Buffer.from(TOKEN_OF_A_RUN).toString("base64")])
    expect(leaks({ code: 0, stdout: "", stderr: "", files: { json: `x${text}` } })).toHaveLength(1);
});
