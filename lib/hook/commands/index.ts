import type { CommandDefinition } from "./command-definition";
import { adopt } from "./adopt/command";
import { backupNow } from "./backup-now/command";
import { cancel } from "./cancel/command";
import { coverage } from "./coverage/command";
import { drill } from "./drill/command";
import { emulator } from "./emulator/command";
import { explainPlan } from "./explain-plan/command";
import { fleet } from "./fleet/command";
import { jobs } from "./jobs/command";
import { liveCheck } from "./live-check/command";
import { preflight } from "./preflight/command";
import { preview } from "./preview/command";
import { recoveryPoints } from "./recovery-points/command";
import { restore } from "./restore/command";
import { status } from "./status/command";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  backupNow,
  jobs,
  status,
  recoveryPoints,
  preflight,
  cancel,
  restore,
  drill,
  coverage,
  explainPlan,
  preview,
  adopt,
  fleet,
  liveCheck,
  emulator,
];
