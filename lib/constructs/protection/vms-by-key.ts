import { Lazy } from "cdktf";
import type { SourceVm } from "./source-vm";

/** VMs by the keys of a resource's instances. */
export type VmsByKey = Readonly<Record<string, SourceVm>>;

/** The VMs, or a search whose result may change until the stack is synthesized. */
export type VmsOrSearch = VmsByKey | (() => VmsByKey);

/** Computes a value from the VMs: at once, or at each call if the VMs are searched for. */
export function fromVms(vms: VmsOrSearch, compute: (vms: VmsByKey) => unknown): unknown {
  return typeof vms === "function" ? Lazy.anyValue({ produce: () => compute(vms()) }) : compute(vms);
}
