export { startEmulator } from "./emulator";
export type { BackupFailure, Emulator } from "./emulator";
export type { EmulatorOptions, VirtualMachineSeed } from "./options";
export type { JournalEntry } from "./journal";
export type { Account } from "./identity/account";
export type { BackupPhase } from "./recovery-services/model";
