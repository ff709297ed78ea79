/** The filters that Recovery Services understands: `eq`, joined by ` and `, nothing else. */

/** Only VMs; other workloads have items and jobs of other shapes in the same vault. */
export const VM_ITEMS_FILTER = "backupManagementType eq 'AzureIaasVM' and itemType eq 'VM'";

/** The backup jobs of VMs that started in a span of time, all or those of one status. */
export function jobFilter(span: { readonly from: Date; readonly to: Date; readonly status?: string }): string {
  const terms = [
    `startTime eq '${filterTime(span.from)}'`,
    `endTime eq '${filterTime(span.to)}'`,
    "operation eq 'Backup'",
    "backupManagementType eq 'AzureIaasVM'",
  ];
  if (span.status !== undefined) terms.push(`status eq '${span.status}'`);
  return terms.join(" and ");
}

/** UTC with a 12-hour clock, `2026-11-20 12:05:00 AM`: the only form of a date that the filter accepts. */
export function filterTime(instant: Date): string {
  const [day = "", time = ""] = instant.toISOString().split("T");
  const hours = instant.getUTCHours();
  const hour = String(hours % 12 || 12).padStart(2, "0");
  return `${day} ${hour}${time.slice(2, 8)} ${hours < 12 ? "AM" : "PM"}`;
}
