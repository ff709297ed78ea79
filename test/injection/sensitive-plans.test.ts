import { storedObservations } from "../hook/explain-plan/observation";
import { Scene, type Written } from "./scene";

/** Plans whose values Terraform marks as sensitive: no output of explain-plan holds one. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.make();
});
afterAll(() => {
  scene.remove();
});

const MARK = "-s3ns1tive";
/** Attributes whose values stand in many sentences, and in the ids of other resources. */
const NAMED = /^(name|recovery_vault_name|resource_group_name)$/;
const HOLDERS = new Set(["before", "after", "values"]);

interface Named {
  readonly [name: string]: unknown;
}

/** Appends a mark to each name in the values of a plan, in ids too, and marks all values as sensitive. */
function withSensitiveNames(text: string): string {
  const plan: unknown = JSON.parse(text);
  const names = new Set<string>();
  JSON.stringify(plan, (key, value: unknown) => {
    if (HOLDERS.has(key)) {
      for (const [name, part] of Object.entries((value ?? {}) as Named))
        if (NAMED.test(name) && typeof part === "string") names.add(part);
    }
    return value;
  });
  const renamed = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value ?? null), (_, part: unknown) =>
      typeof part === "string"
        ? part
            .split("/")
            .map((one) => (names.has(one) ? one + MARK : one))
            .join("/")
        : part,
    );
  const change = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(change);
    if (typeof part !== "object" || part === null) return part;
    const changed = Object.entries(part).map(([name, one]) => [name, HOLDERS.has(name) ? renamed(one) : change(one)] as const);
    const marks = "values" in part ? { sensitive_values: true } : {};
    return {
      ...Object.fromEntries(changed),
      ...marks,
      ...("actions" in part ? { before_sensitive: true, after_sensitive: true } : {}),
    };
  };
  return JSON.stringify(change(plan));
}

const leaks = ({ stdout, stderr, files }: Written): string[] =>
  [stdout, stderr, ...Object.values(files)].flatMap((text) => text.split("\n").filter((line) => line.includes(MARK)));

/** Each output for a part of the plans: they differ in the resources that they change. */
const OUTPUTS = ["", " -o markdown", " -o json"];
const PLANS = storedObservations("5.2.0").filter((_, index) => index % 5 === 0);

test.each(OUTPUTS)("explain-plan prints no sensitive value of any plan, with '%s'", async (output) => {
  for (const [index, { name, plan }] of PLANS.entries()) {
    if (OUTPUTS[index % OUTPUTS.length] !== output) continue;
    const written = await scene.run(`explain-plan {planFile}${output}`, { file: () => withSensitiveNames(JSON.stringify(plan)) });
    expect([name, leaks(written)]).toEqual([name, []]);
  }
});

test("explain-plan prints the same values if they are not sensitive", async () => {
  const [{ plan } = {}] = PLANS.filter(({ name }) => name === "vault-destroyed-empty");
  const plain = (): string =>
    withSensitiveNames(JSON.stringify(plan)).replaceAll(/"(before_|after_)?sensitive(_values)?":true/g, '"x":1');
  const written = await scene.run("explain-plan {planFile}", { file: plain });
  expect(leaks(written).length).toBeGreaterThan(0);
});
