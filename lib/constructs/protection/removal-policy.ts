/** What happens to the backups of a VM that leaves a construct, or with it the stack. */
export enum RemovalPolicy {
  /**
   * The plan fails with "Instance cannot be destroyed", so that no backup is lost by a change of code. It cannot help if the whole
   * construct is removed or renamed. Another policy lifts it, for a VM that is given up or a stack that is destroyed.
   */
  REFUSE = "refuse",
  /** Backups stop and are kept, which the provider has to be told: azurerm deletes them otherwise, and synthesis fails. */
  RETAIN = "retain",
  /** Backups stop and are deleted; Azure's soft delete keeps them for a while longer, if it is on. */
  DELETE = "delete",
}
