import fs, { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { InitialBackup } from "../../../lib";
import { hookAsset, placesOfProgram } from "../../../lib/constructs/initial-backup/hook-asset";
import { refusal, testStack } from "../../support/synth";
import { existing, OPTIONS } from "./support";

test("throws one sentence if the program is missing", () => {
  const exists = fs.existsSync;
  const spy = jest
    .spyOn(fs, "existsSync")
    .mockImplementation((path) => !String(path).endsWith("azure-vm-backup.cjs") && exists(path));
  const stack = testStack();
  const protectedVms = [existing(stack)];
  const message = refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms }));
  spy.mockRestore();
  expect(message).toBe(
    "InitialBackup 'stack/Backup': the program that runs after the deployment must be in the package cdktf-azure-vm-backup, got no file " +
      "bundle/azure-vm-backup.cjs beside this code or in node_modules above it or above the working directory; " +
      "install cdktf-azure-vm-backup where the app runs, bundle an app by 'esbuild --packages=external', or run 'npm run build' in the " +
      "package's sources",
  );
});

test.each(["the working directory", "the script that node runs"])("finds the program in node_modules above %s", (place) => {
  const folder = mkdtempSync(join(tmpdir(), "bundled-app-"));
  const app = join(folder, "app", "dist");
  const program = join(folder, "node_modules", "cdktf-azure-vm-backup", "bundle", "azure-vm-backup.cjs");
  const isWorking = place === "the working directory";
  const stack = testStack();
  const spies = [
    jest.spyOn(fs, "existsSync").mockImplementation((path) => path === program),
    jest.spyOn(process, "cwd").mockReturnValue(isWorking ? app : tmpdir()),
  ];
  const [, script] = process.argv;
  if (!isWorking) process.argv[1] = join(app, "main.js");
  try {
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, "");
    const { path } = hookAsset(stack, "Hook");
    expect(path).toMatch(/\/bundle\/azure-vm-backup\.cjs$/);
  } finally {
    process.argv[1] = String(script);
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true });
  }
});

test("copies the program into the stack, at a path without a hash of its content", () => {
  const outdir = mkdtempSync(join(tmpdir(), "initial-backup-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "stack");
    new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [existing(stack)] });
    app.synth();
    expect(existsSync(join(outdir, "stacks/stack/assets/Backup_Hook_7F64E298/bundle/azure-vm-backup.cjs"))).toBe(true);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test.each([
  ["code in a folder", "/app/dist", ["/app/dist", "/app", "/", "/work", "/", "/bin/run", "/bin", "/"]],
  ["code of an ES module, which has no folder", undefined, ["/work", "/", "/bin/run", "/bin", "/"]],
])("looks beside %s, and in node_modules above the code, the working directory and the script", (_, code, above) => {
  const cwd = jest.spyOn(process, "cwd").mockReturnValue("/work");
  const { argv } = process;
  process.argv = ["/bin/node", "/bin/run/main.js", "/elsewhere/argument"];
  try {
    expect(placesOfProgram(code)).toEqual([
      ...(code === undefined ? [] : ["/app/bundle/azure-vm-backup.cjs", "/bundle/azure-vm-backup.cjs"]),
      ...above.map((folder) => join(folder, "node_modules/cdktf-azure-vm-backup/bundle/azure-vm-backup.cjs")),
    ]);
  } finally {
    process.argv = argv;
    cwd.mockRestore();
  }
});
