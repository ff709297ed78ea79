/** An error that a service answers, in the form of Azure Resource Manager. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** What Azure leaves unsaid: which rule a value broke. */
    readonly reasons: readonly string[] = [],
  ) {
    super(message);
  }
}

/** An error as Azure Resource Manager writes it. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

export function errorBody(error: ServiceError): { error: ErrorBody } {
  const { code, message, reasons } = error;
  return {
    error: { code, message, ...(reasons.length ? { details: reasons.map((reason) => ({ code, message: reason })) } : {}) },
  };
}
