/** Where the emulator itself is driven and asked, beside what it emulates; no token is needed. */
export const CONTROL = "/emulator/";
