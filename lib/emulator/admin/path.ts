/** The path prefix of the emulator's own control API, which is no part of Azure's API. It needs no token. */
export const CONTROL = "/emulator/";
