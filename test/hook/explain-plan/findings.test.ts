import { explanationMarkdown, explanationOf, explanationTable } from "../../../lib/hook/commands/explain-plan/view";
import { explain } from "../../../lib/hook/explain-plan/explain";
import type { Finding } from "../../../lib/hook/explain-plan/finding";
import { planOf } from "../../../lib/hook/explain-plan/plan";
import { readPlan } from "../../../lib/hook/explain-plan/plan-json";
import { storedObservations } from "./observation";

const NOW = new Date("2027-03-10T12:00:00Z");

interface StoredPlan {
  resource_changes: {
    address: string;
    type: string;
    index?: string;
    change: { actions: string[]; before: object | null; after: object | null };
  }[];
}

/** A stored plan, changed. */
function planLike(name: string, change: (plan: StoredPlan) => void): string {
  const plan = structuredClone(storedObservations("4.81.0").find((one) => one.name === name)?.plan) as StoredPlan;
  change(plan);
  return JSON.stringify(plan);
}

function findingsOf(plan: string): Finding[] {
  return explain(planOf(readPlan(plan, "x")), NOW);
}

const GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-vault-unchanged";
const VM_ID = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm-web`;

describe("a VM that is not the plan's item alone", () => {
  const withVm = (actions: string[], after: object | null) =>
    planLike("vault-unchanged", ({ resource_changes: changes }) => {
      const type = "azurerm_linux_virtual_machine";
      const vm = { address: `${type}.web`, mode: "managed", type, name: "web" };
      changes.push({ ...vm, change: { actions, before: { id: VM_ID.toUpperCase(), name: "vm-web" }, after } });
    });

  test.each([
    ["created anew", ["delete", "create"], { name: "vm-web" }, "vm-recreated"],
    ["created anew under another name", ["delete", "create"], { name: "vm-other" }, "vm-destroyed"],
    ["destroyed", ["delete"], null, "vm-destroyed"],
  ])("is told of if it is %s while its protection stays", (_, actions, after, kind) => {
    expect(findingsOf(withVm(actions, after))).toMatchObject([{ kind, severity: "warning", vms: ["vm-web"] }]);
  });

  test("is not told of if it is updated", () => {
    expect(findingsOf(withVm(["update"], { id: VM_ID, name: "vm-web" }))).toEqual([]);
  });
});

test("explain prints no sensitive value", () => {
  const plan = planLike("retention-daily-shorter", ({ resource_changes: changes }) => {
    for (const { type, change } of changes) {
      if (type === "azurerm_backup_policy_vm")
        Object.assign(change, { before_sensitive: { name: true }, after_sensitive: { name: true } });
    }
  });
  const [{ text } = { text: "" }] = findingsOf(plan);
  expect(text).toContain("Policy '(sensitive)' keeps backups for less time.");
  expect(text).not.toContain("daily'");
});

test("explain takes the state before the refresh only if there is no other", () => {
  // Terraform compares a resource that it destroys with what it knew before the refresh.
  const [removed] = findingsOf(JSON.stringify(storedObservations("4.81.0").find(({ name }) => name === "item-removed")?.plan));
  expect(removed?.text).not.toContain("initial backup is pending");
});

describe("many VMs", () => {
  const VMS = 1_000;
  const plan = planLike("item-removed", ({ resource_changes: changes }) => {
    const removed = changes.find(({ change }) => change.actions[0] === "delete");
    for (let index = 0; index < VMS; index++) {
      const key = `vm-${String(index).padStart(4, "0")}`;
      const copy = JSON.parse(
        JSON.stringify(removed).replaceAll("vm-db", key).replace("IRPending", "Protected"),
      ) as StoredPlan["resource_changes"][number];
      changes.push({ ...copy, address: `azurerm_backup_protected_vm.web["${key}"]`, index: key });
    }
  });
  const explanation = explanationOf(findingsOf(plan), NOW);

  test("each have a finding in JSON, in a stable order", () => {
    expect(explanation.counts.lost).toBe(VMS + 1);
    const addresses = explanation.findings.map(({ address }) => address);
    expect(addresses).toEqual([...addresses].sort());
  });

  test("with the same fate are one row of the table and of the Markdown", () => {
    expect(explanationTable(explanation).match(/│ lost /g)).toHaveLength(1);
    const markdown = explanationMarkdown(explanation);
    expect(markdown.match(/^\| lost /gm)).toHaveLength(1);
    expect(markdown).toContain("The same happens to vm-0000, vm-0001, vm-0002, vm-0003 and 996 more.");
  });

  test("with different fates fit a comment of GitHub", () => {
    const findings = explanation.findings.map((finding, index) => ({ ...finding, text: `${finding.text} ${index}` }));
    const markdown = explanationMarkdown({ ...explanation, findings });
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toMatch(/\n\d+ more findings are in the log\.\n$/);
  });
});

test.each([
  ["a plan with nothing about backups", "vault-unchanged", 0, "No recovery point is lost"],
  ["a plan with a warning", "item-stopped", 0, "No recovery point is lost; see the warnings (1 warning)"],
  ["a plan that loses data", "item-removed", 3, "Recovery points are lost (1 lost)"],
  ["a plan that is refused", "vault-crr-off", 4, "The apply will be refused (1 refused)"],
])("explanationOf %s has its exit code and summary", (_, name, exitCode, summary) => {
  const plan = planLike(name, () => undefined);
  expect(explanationOf(findingsOf(plan), NOW)).toMatchObject({ exitCode, summary });
});
