export { startEmulator } from "./emulator";
export type { BackupFailure, Emulator } from "./emulator";
export type { EmulatorOptions, SoftDeleteState, VirtualMachineSeed } from "./options";
export type * from "./faults/fault";
export type { JournalEntry } from "./journal";
export type { Account } from "./identity/account";
export type { Principal } from "./identity/principals";
export type { BackupPhase } from "./recovery-services/model";
export type { PowerState, SecurityType, VirtualMachineFacts, VmAgentStatus } from "./control-plane/virtual-machine-facts";
