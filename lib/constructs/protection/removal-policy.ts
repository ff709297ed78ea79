/** What happens to the backups of a VM that is removed from a construct, or with the construct from the stack. */
export enum RemovalPolicy {
  /**
   * The plan fails with "Instance cannot be destroyed", so that a change of code deletes no backups. This does not work if the whole
   * construct is removed or renamed. To remove a VM or destroy a stack, use another policy first.
   */
  REFUSE = "refuse",
  /** Backups stop and are kept. The provider must have `RecoveryServiceFeatures.retainData()`; otherwise synthesis fails. */
  RETAIN = "retain",
  /** Backups stop and are deleted. If soft delete is on, Azure keeps them for its retention period. */
  DELETE = "delete",
}
