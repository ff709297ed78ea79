import { ExitCode } from "../../../lib/contract/exit-code";
import { BROKEN, refusal, RETRY_AFTER, SLOW } from "./support/answers";
import { expectOneSentence, RETRIED } from "./support/expect-honest";
import { LISTS, type Place, READS, SIGN_IN } from "./support/places";
import { type Case, Runs } from "./support/runs";

/** The bundled program against a hostile answer of each endpoint, each in its own process with a bound of time and memory. */
const JOBS = LISTS["the jobs"] as Place;
const PLACES = { ...SIGN_IN, ...LISTS, ...READS };
/** What every endpoint answers; the list of jobs answers everything. */
const EVERYWHERE = [
  "a redirect to another host",
  "a body without an end",
  "a page of HTML with the request in it",
  "JSON of another shape",
];
/** The sentence of a fault that is more than a failed connection. */
const SAYS: Readonly<Record<string, RegExp>> = {
  "a redirect to another host": /redirects to https:\/\/evil\.example\.org, which is not followed/,
  "a redirect to itself": /redirects to https:\/\/localhost:\d+, which is not followed/,
  "a body without an end": /an answer of more than 8 MB/,
  "a body of 700 MB": /an answer of more than 8 MB/,
  "gzip without an end": /an answer of more than 8 MB/,
  "JSON of 5,000 levels": /JSON that is more than 100 levels deep/,
  "JSON of millions of values": /JSON of more than 1000000 values/,
};

/** A time-out that a loaded machine does not reach before a fault that is retried for half a minute. */
const ENDS_BY_ITSELF = { AZURE_VM_BACKUP_TIME_SCALE: "0.03" };

const cases: Record<string, Case & { readonly says?: RegExp }> = {};
for (const [name, place] of Object.entries(PLACES)) {
  for (const [fault, answer] of Object.entries(BROKEN)) {
    const says = SAYS[fault];
    if (place === JOBS || EVERYWHERE.includes(fault))
      cases[`${name}: ${fault}`] = { place, answer, ...(says && { says, env: ENDS_BY_ITSELF }) };
  }
}
const slow: Record<string, Case> = {};
for (const [fault, answer] of Object.entries(SLOW)) slow[`the jobs: ${fault}`] = { place: JOBS, answer };
for (const [name, place] of Object.entries(SIGN_IN))
  slow[`${name}: a body byte by byte`] = { place, answer: SLOW["a body byte by byte"] as Case["answer"] };
const busy: Record<string, Case> = {};
for (const [value, header] of Object.entries(RETRY_AFTER))
  for (const status of [429, 503])
    busy[`${status} with Retry-After of ${value}`] = { place: JOBS, answer: refusal(status, { "retry-after": header }) };

let runs: Runs;
beforeAll(async () => {
  runs = await Runs.start({ ...cases, ...slow, ...busy });
});

/** An identity that the library gets fails by the library's own rules. */
const isOfLibrary = (name: string): boolean => name.includes("App Service");

test.each(Object.entries(cases))("ends with one sentence: %s", async (name, { place, says }) => {
  const ended = await runs.ended(name);
  const ofMetadata = place === SIGN_IN["the metadata of the cloud"];
  expectOneSentence(ended, [
    ...RETRIED,
    ...(isOfLibrary(name) ? [ExitCode.notAuthenticated] : []),
    ...(ofMetadata ? [ExitCode.badInput] : []),
  ]);
  if (ended.code !== ExitCode.timedOut) expect(ended.output).toMatch(place.about);
  if (says && !isOfLibrary(name)) expect(ended.output).toMatch(says);
});

test.each(Object.keys(slow))("ends at the time-out: %s", async (name) => {
  expectOneSentence(await runs.ended(name), [ExitCode.timedOut]);
});

test.each(Object.keys(busy))("neither floods Azure with retries nor waits forever: %s", async (name) => {
  const ended = await runs.ended(name);
  expectOneSentence(ended, [...RETRIED, ExitCode.throttledOut]);
  expect(ended.met).toBeLessThan(30);
});
