import { readAssertion } from "../../../lib/hook/sign-in/oidc";

const asked: string[] = [];
const answering =
  (body: unknown) =>
  (method: string, url: string, bearer: string): Promise<unknown> => {
    asked.push(`${method} ${url} ${bearer}`);
    return Promise.resolve(body);
  };
const files = (path: string): string => `token of ${path}\n`;

beforeEach(() => {
  asked.length = 0;
});

test("a token is taken as it is, a file is read anew", async () => {
  await expect(readAssertion({ kind: "token", token: "o" }, answering({}), files)).resolves.toBe("o");
  await expect(readAssertion({ kind: "tokenFile", path: "/o" }, answering({}), files)).resolves.toBe("token of /o");
  expect(asked).toEqual([]);
});

test("GitHub is asked for Microsoft Entra's audience", async () => {
  const source = { kind: "github", requestUrl: "https://gh.example/token?job=1", requestToken: "r" } as const;
  await expect(readAssertion(source, answering({ value: "o" }), files)).resolves.toBe("o");
  expect(asked).toEqual(["GET https://gh.example/token?job=1&audience=api%3A%2F%2FAzureADTokenExchange r"]);
});

test("Azure DevOps is asked for the service connection's token", async () => {
  const source = {
    kind: "azurePipelines",
    requestUrl: "https://ado.example/oidctoken",
    serviceConnectionId: "c",
    accessToken: "r",
  } as const;
  await expect(readAssertion(source, answering({ oidcToken: "o" }), files)).resolves.toBe("o");
  expect(asked).toEqual(["POST https://ado.example/oidctoken?api-version=7.1&serviceConnectionId=c r"]);
});

test("an answer without a token is a failure to sign in", async () => {
  const source = { kind: "github", requestUrl: "https://gh.example/", requestToken: "s3cret" } as const;
  await expect(readAssertion(source, answering({ message: "forbidden" }), files)).rejects.toThrow(/without a token \('value'\)/);
});
