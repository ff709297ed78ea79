import {
  BackupSchedule,
  HourlyWindow,
  Month,
  MonthlyRetention,
  ProtectedVms,
  RetentionPreview,
  VaultImmutability,
  VmBackupPolicyPreset,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../lib";
import { AnnotationMetadataEntryType } from "cdktf";
import { itemId } from "../support/azure";
import { testStack } from "../support/synth";
import { exportedInterfaces, partsOf } from "./undefined/interfaces";
import { optionsIn, without, withValue } from "./undefined/option-paths";
import { policyOptions, sample, type Sample, SampleContext } from "./undefined/sample-parts";
import { SAMPLES } from "./undefined/samples";

/** A misspelled option is told, for every option of the API, at every depth: by a warning, or by an error if there is no construct. */

const BY_WEEKDAY = { weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] };
const preset = (type: string, full: object, build: (options: never) => unknown): Sample =>
  sample(type, () => full, build as (options: object) => unknown);

const FULL: readonly Sample[] = [
  ...SAMPLES,
  preset("HourlyWindowOptions", { intervalHours: 4, durationHours: 8 }, (options) => HourlyWindow.of(options)),
  preset("MonthlyByWeekdayOptions", { months: 1, ...BY_WEEKDAY }, (options) => MonthlyRetention.byWeekday(options)),
  preset("YearlyByWeekdayOptions", { years: 1, months: [Month.MAY], ...BY_WEEKDAY }, (options) =>
    YearlyRetention.byWeekday(options),
  ),
  preset("LockedImmutabilityOptions", { acknowledgeIrreversible: true }, (options) => VaultImmutability.locked(options)),
  preset("DailyScheduleOptions", { time: "22:00" }, (options) => VmBackupPolicyPreset.daily30Days(options)),
  preset("DailyScheduleOptions", { time: "22:00" }, (options) => BackupSchedule.daily(options)),
  sample("VmBackupPolicyOptions", policyOptions, (options) => RetentionPreview.of(options)),
  sample(
    "ProtectedItemReferences",
    ({ vault }) => ({ vault, protectedItemIds: [itemId("vm-web")] }),
    (items, { stack }) => ProtectedVms.fromProtectedItemIds(stack, "Items", items),
  ),
];
/** Options of the API, and of the sample, that exclude another one of the same sample. */
const EXCLUSIVE: Readonly<Record<string, string>> = { ProtectedVmsOptions: "selection", SourceVmOptions: "excludeDiskLuns" };
/** Results, and types that only other types extend. */
const NO_OPTIONS = ["KeptBackup"];

/** The paths of the options of a sample, without the elements of lists and the keys of maps, which users choose. */
function optionPathsIn({ type, full }: Sample): string[] {
  const options = without(full(new SampleContext(testStack())), [EXCLUSIVE[type] ?? ""], false);
  return optionsIn(options as never)
    .map(([path]) => path)
    .filter((path) => !/\.\d+$|^(?:.+\.)?(?:tags|tiers|overrides|vms)\.[^.]+$/.test(path));
}

/** What is told of the options: the warnings of all constructs, and the error. */
function toldOf({ type, full, build }: Sample, change: (options: never) => object): string[] {
  const stack = testStack();
  const context = new SampleContext(stack);
  const errors: string[] = [];
  try {
    build(change(without(full(context), [EXCLUSIVE[type] ?? ""], false) as never) as never, context);
  } catch (error) {
    errors.push((error as Error).message);
  }
  const notes = stack.node.root.node.findAll().flatMap(({ node }) => node.metadata);
  const WARN: string = AnnotationMetadataEntryType.WARN;
  const warnings = notes.filter(({ type: kind }) => kind === WARN);
  return [...errors, ...warnings.map(({ data }) => String(data))];
}

const cases = FULL.flatMap((one, index) =>
  optionPathsIn(one).map((path) => [`${String(index)} ${one.type}`, path, one] as const),
);

test.each(cases)("%s: a misspelled %s is told", (_, path, one) => {
  const names = path.split(".");
  const misspelled = [...names.slice(0, -1), `${names.at(-1) ?? ""}x`];
  const told = toldOf(one, (options) => withValue(options, misspelled, "a value"));
  const name = names.at(-1) ?? "";
  // A credential refuses every other name.
  expect(told.join("\n")).toMatch(
    new RegExp(`\\b${name}x must be (the name of an option, got one that nothing reads; write ${name} if|left out, )`),
  );
});

test.each(FULL.map((one, index) => [`${String(index)} ${one.type}`, one] as const))(
  "%s: nothing is told of the options, nor of another property",
  (_, one) => {
    const told = toldOf(one, (options) => ({ ...(options as object), somethingElseEntirely: "a value" }));
    expect(told.join("\n")).not.toContain("must be the name of an option");
  },
);

test("every type of options is tried", () => {
  const tried = new Set(FULL.flatMap(({ type }) => partsOf(type)));
  const missing = exportedInterfaces().filter((name) => !tried.has(name) && !tried.has(name.replace(/Props$/, "Options")));
  expect(missing).toEqual(NO_OPTIONS);
});
