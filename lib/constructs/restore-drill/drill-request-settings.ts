import {
  DEFAULT_DRILL_CONCURRENCY,
  DEFAULT_DRILL_MAX_VMS,
  DEFAULT_DRILL_POINT,
  DEFAULT_DRILL_RESTORES,
  DEFAULT_DRILL_TIMEOUT_MINUTES,
} from "../../contract/drill-defaults";
import type { DrillSettings } from "../../contract/drill-request";
import { DRILL_VERSION } from "../../contract/request-envelope";
import { OnFailure } from "../initial-backup/initial-backup-options";
import { credentialSettings } from "../initial-backup/request-settings";
import { withoutUndefined } from "../private/defaults";
import { isLiteral } from "../private/problems";
import type { RestoreDrillProps } from "./restore-drill-options";

/** The settings of a request, with the defaults of what was left out. */
export function drillSettings(props: RestoreDrillProps): DrillSettings {
  const { tag, sample, objectiveMinutes, pointAgeHours, credential } = props;
  return {
    version: DRILL_VERSION,
    ...withoutUndefined({ tag: tag && withoutUndefined({ name: tag.name, value: tag.value }), sample }),
    maxVms: props.maxVms ?? defaultMaxVms(sample),
    concurrency: props.concurrency ?? DEFAULT_DRILL_CONCURRENCY,
    point: props.point ?? DEFAULT_DRILL_POINT,
    restores: props.restores ?? DEFAULT_DRILL_RESTORES,
    ...withoutUndefined({ objectiveMinutes, pointAgeHours }),
    timeoutMinutes: props.timeoutMinutes ?? DEFAULT_DRILL_TIMEOUT_MINUTES,
    onFailure: props.onFailure ?? OnFailure.FAIL,
    ...withoutUndefined({ credential: credential && credentialSettings(credential) }),
  };
}

function defaultMaxVms(sample = 1): number {
  return isLiteral(sample) ? Math.max(DEFAULT_DRILL_MAX_VMS, sample) : sample;
}
