import { TerraformVariable } from "cdktf";
import { BackupCoverageWorkbook, type BackupCoverageWorkbookProps } from "../../../lib";
import { WORKBOOK_QUERIES } from "../../../lib/constructs/coverage/workbook-content";
import { itemStateOf } from "../../../lib/hook/estate/item-state";
import { queryProblems } from "../../support/kusto";
import { synth, testStack, warnings } from "../../support/synth";

const PROPS: BackupCoverageWorkbookProps = { resourceGroupName: "rg-backup", location: "westeurope" };
const TYPE = "azurerm_application_insights_workbook";

interface Item {
  readonly name: string;
  readonly content: {
    readonly query?: string;
    readonly parameters?: readonly { readonly name: string; readonly value: unknown }[];
    readonly crossComponentResources?: readonly string[];
  };
}

function declared(props: Partial<BackupCoverageWorkbookProps> = {}): Record<string, unknown> & { items: Item[] } {
  const stack = testStack();
  new BackupCoverageWorkbook(stack, "Coverage", { ...PROPS, ...props });
  const resource = synth(stack).only(TYPE);
  const { items } = JSON.parse(String(resource["data_json"])) as { items: Item[] };
  return { ...resource, items };
}

const parameter = (items: readonly Item[], name: string): unknown =>
  items.flatMap(({ content }) => content.parameters ?? []).find((one) => one.name === name)?.value;

test("declares a workbook with the queries, over all subscriptions of the viewer", () => {
  const { items, name, ...others } = declared();
  expect(others).toMatchObject({ resource_group_name: "rg-backup", location: "westeurope", display_name: "VM backup coverage" });
  expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(items.flatMap(({ content }) => content.query ?? [])).toEqual(Object.values(WORKBOOK_QUERIES));
  for (const { content } of items) if (content.query) expect(content.crossComponentResources).toEqual(["{Subscription}"]);
  expect(parameter(items, "Subscription")).toEqual(["value::all"]);
  expect(parameter(items, "ObjectiveHours")).toBe("26");
});

test("keeps the name for the same path and group, and changes it with either", () => {
  const nameOf = (id: string, resourceGroupName: string): unknown => {
    const stack = testStack();
    new BackupCoverageWorkbook(stack, id, { ...PROPS, resourceGroupName });
    return synth(stack).only(TYPE)["name"];
  };
  const names = [nameOf("A", "rg-a"), nameOf("A", "rg-b"), nameOf("B", "rg-a")];
  expect(new Set(names).size).toBe(3);
  expect(nameOf("A", "rg-a")).toBe(names[0]);
});

test("passes an objective that Terraform computes into the content", () => {
  const stack = testStack();
  const hours = new TerraformVariable(stack, "hours", { type: "number" });
  new BackupCoverageWorkbook(stack, "Coverage", { ...PROPS, objectiveHours: hours.numberValue });
  expect(synth(stack).only(TYPE)["data_json"]).toContain('"value":"${var.hours}"');
});

test.each<[Partial<BackupCoverageWorkbookProps>, RegExp]>([
  [{ displayName: "" }, /displayName must be 1 to 255 characters, got ''; shorten it, or leave it out/],
  [{ objectiveHours: 0 }, /objectiveHours must be a whole number from 1 to 8784, got 0; give hours/],
  [{ objectiveHours: 1.5 }, /objectiveHours must be a whole number from 1 to 8784, got 1.5/],
  [{ workbookName: "coverage" }, /workbookName must be a GUID in lower case, got 'coverage'; write one, or leave it out/],
  [{ workbookName: "5E0FD2EC-8f4c-4a3b-9b0e-2d1f6a7c8b03" }, /workbookName must be a GUID in lower case/],
  [{ tags: { "hidden-title": "x" } }, /tags must not have the name 'hidden-title', got 'x'; set displayName/],
  [{ location: "west/europe" }, /location must be an Azure region/],
])("throws if an option breaks its rule: %j", (props, message) => {
  expect(() => declared(props)).toThrow(message);
});

test("warns if the region is not known", () => {
  const stack = testStack();
  new BackupCoverageWorkbook(stack, "Coverage", { ...PROPS, location: "westeurop" });
  expect(warnings(stack)).toEqual([
    "location should be a known Azure region, got 'westeurop'; write 'westeurope' if you mean that region",
  ]);
});

test("makes synth fail if two workbooks of a group have one name", () => {
  const stack = testStack();
  const workbookName = "5e0fd2ec-8f4c-4a3b-9b0e-2d1f6a7c8b03";
  for (const id of ["A", "B"]) new BackupCoverageWorkbook(stack, id, { ...PROPS, workbookName });
  expect(() => synth(stack)).toThrow(/workbookName must be unique in the resource group 'rg-backup'/);
});

test.each(["SoftDeleted", "ConfiguringProtectionFailed", "ProtectionStopped", "ProtectionPaused", "BackupsSuspended"])(
  "no query counts an item that is %s as an active backup, and the command does not either",
  (state) => {
    expect(itemStateOf(undefined, state)).not.toBe("active");
    for (const query of Object.values(WORKBOOK_QUERIES)) expect(query).toContain(`'${state}'`);
  },
);

test.each(Object.entries(WORKBOOK_QUERIES))("Microsoft's parser accepts the query '%s'", (_, query) => {
  expect(queryProblems(query.replaceAll("{ObjectiveHours}", "26"))).toEqual([]);
  expect(query).not.toMatch(/\$\{/);
});
