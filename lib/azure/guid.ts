/** A GUID as Azure writes it, such as `00000000-0000-0000-0000-000000000000`, in upper or lower case. */
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
