import type { HttpClient } from "@azure/core-rest-pipeline";
import { pipelineWithoutRetries, sendThrough } from "../../../lib/hook/arm/http";
import { reportingWaits } from "../../../lib/hook/arm/wait-reports";
import { TokenSource } from "../../../lib/hook/sign-in/token-source";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const silent = (): Promise<never> => new Promise(() => undefined);

test("says every 20 s that a server has not answered, until the answer is given up", async () => {
  const lines: string[] = [];
  const httpClient: HttpClient = { sendRequest: silent };
  const send = reportingWaits(sendThrough(pipelineWithoutRetries(), httpClient), (line) => lines.push(line));
  const answer = send({ method: "GET", url: "https://arm.example/x?sig=1", about: "cannot list" });
  const failed = expect(answer).rejects.toThrow(
    "cannot list: no answer from Azure ETIMEDOUT: arm.example (no answer within 60 s)",
  );
  await jest.advanceTimersByTimeAsync(60_000);
  await failed;
  expect(lines.slice(0, 2)).toEqual([
    "no answer from arm.example for 20 s; still waiting",
    "no answer from arm.example for 40 s; still waiting",
  ]);
  expect(jest.getTimerCount()).toBe(0);
});

test("says every 20 s that a token is waited for", async () => {
  const lines: string[] = [];
  const source = new TokenSource({ credential: { getToken: silent }, scope: "x", note: (line) => lines.push(line) });
  const failed = expect(source.get(undefined)).rejects.toThrow(
    "cannot sign in: no answer from Azure ETIMEDOUT: no token within 60 s",
  );
  await jest.advanceTimersByTimeAsync(60_000);
  await failed;
  expect(lines[0]).toBe("no token for 20 s; still waiting");
  expect(jest.getTimerCount()).toBe(0);
});
