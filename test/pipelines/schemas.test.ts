import Ajv from "ajv";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { pipelineText } from "../support/pipeline-steps";

const FILES = readdirSync(resolve(__dirname, "../../examples/pipelines"));
const OF_AZURE = FILES.filter((file) => file.endsWith("azure-pipelines.yml"));

describe("Microsoft's schema of Azure Pipelines", () => {
  const file = "schemas/json/raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json";
  const schema = readFileSync(join(dirname(require.resolve("schemastore/package.json")), file), "utf8");
  // Azure Pipelines reads a number as text where it needs text, and the other way round.
  const validate = new Ajv({ strict: false, unicodeRegExp: false, coerceTypes: true, logger: false }).compile(
    JSON.parse(schema) as object,
  );
  const accepts = (text: string): boolean => validate(parse(text, { strict: true, uniqueKeys: true }));

  test.each(OF_AZURE)("accepts %s", (pipeline) => {
    expect(accepts(pipelineText(pipeline))).toBe(true);
  });

  test.each([
    ["timeoutInMinutes: 180", "timeoutMinutes: 180"],
    ["task: UseNode@1", "task: UseNod@1"],
    ["version: 22.x", "verson: 22.x"],
    ["condition: always()", "conditon: always()"],
    ["addSpnToEnvironment: true", "addSpnToEnvironment: maybe"],
    ["artifactName: backup-reports", "artifactname: backup-reports"],
    ["dependsOn: deploy", "needs: deploy"],
  ])("refuses a pipeline whose '%s' is '%s'", (right, wrong) => {
    const text = pipelineText("azure-pipelines.yml");
    expect(text).toContain(right);
    expect(accepts(text.replaceAll(right, wrong))).toBe(false);
  });
});

/** gitlab-ci-local checks a pipeline by GitLab's own JSON schema. It needs a method of Node 22. */
describe("GitLab's schema", () => {
  const program = join(dirname(require.resolve("gitlab-ci-local/package.json")), "dist/index.js");
  const union = encodeURIComponent("Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };");
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gitlab-"));
    spawnSync("git", ["init", "--quiet"], { cwd: folder });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function outputFor(text: string): string {
    writeFileSync(join(folder, ".gitlab-ci.yml"), text);
    const args = ["--import", `data:text/javascript,${union}`, program, "--list-csv-all"];
    const env = { PATH: process.env["PATH"], HOME: folder };
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
    return `${stdout}${stderr}`;
  }

  test.each(FILES.filter((file) => file.endsWith("gitlab-ci.yml")))("accepts %s", (file) => {
    expect(outputFor(pipelineText(file))).toContain("json schema validated");
  });

  test.each([
    ["id_tokens:", "id_token:"],
    ["exit_codes: 4", "exit_codes: four"],
  ])("refuses a pipeline whose '%s' is '%s'", (right, wrong) => {
    const text = pipelineText("gitlab-ci.yml");
    expect(text).toContain(right);
    expect(outputFor(text.replaceAll(right, wrong))).toContain("Invalid .gitlab-ci.yml configuration");
  });
});
