import { caseFold } from "../../azure/case-fold";
import type { ExplainContext } from "./context";
import { vmOf } from "./estate";
import type { Finding } from "./finding";
import type { ResourceChange } from "./resource-change";
import { whyOf } from "./words";

const VM_TYPE = /^azurerm_(linux_|windows_)?virtual_machine$/;

/** What becomes of the backups of a VM that is destroyed or created anew while its protection stays. */
export function vmFindings({ estate }: ExplainContext): Finding[] {
  const items = new Map(
    estate.items
      .filter(({ kind }) => kind === "none" || kind === "update")
      .map((item) => [caseFold(item.before?.text("source_vm_id") ?? ""), item]),
  );
  return estate.plan.resources.flatMap((vm) => {
    if (!VM_TYPE.test(vm.type) || (vm.kind !== "delete" && vm.kind !== "replace")) return [];
    const item = items.get(caseFold(vm.before?.text("id") ?? ""));
    return item ? [findingOf(vm, item)] : [];
  });
}

function findingOf(vm: ResourceChange, item: ResourceChange): Finding {
  const name = vmOf(item);
  const base = { address: vm.address, vms: [name] };
  const keepsName = caseFold(vm.before?.text("name") ?? "") === caseFold(vm.after?.text("name") ?? "");
  if (vm.kind === "replace" && keepsName) {
    const text = `VM ${name} is created anew (${whyOf(vm)}), and stays protected. Its recovery points are those of the old VM until its next backup.`;
    const remedy = "for a backup of the new VM at once, run 'azure-vm-backup backup-now' after the apply";
    return { ...base, kind: "vm-recreated", severity: "warning", text, remedy };
  }
  const text = `VM ${name} is destroyed (${whyOf(vm)}), and its protection stays at ${item.address}: its recovery points stay, and further backups fail.`;
  return {
    ...base,
    kind: "vm-destroyed",
    severity: "warning",
    text,
    remedy: "stop its protection, which keeps its recovery points",
  };
}
