/** An error that a service returns, in the form of Azure Resource Manager. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Which rules a value broke. Azure's own answer does not name them. */
    readonly reasons: readonly string[] = [],
    /** The code of the reasons. */
    readonly reasonCode: string = code,
  ) {
    super(message);
  }
}

/** An error in the format of Azure Resource Manager. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly code: string; readonly message: string }[];
}

export function errorBody(error: ServiceError): { error: ErrorBody } {
  const { code, message, reasons, reasonCode } = error;
  return {
    error: {
      code,
      message,
      ...(reasons.length ? { details: reasons.map((reason) => ({ code: reasonCode, message: reason })) } : {}),
    },
  };
}
