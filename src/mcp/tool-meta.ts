// Where the built-in servers put what MCP has no field for, and where the host looks for it: `_meta` of a result.
// Structured content is no place for a fault: clients check it against the output schema even when `isError` is set.

/** AWS request id, a string. */
export const REQUEST_ID_META = 'troubleshoot/request-id';
/** `{name, message}` of a failed call, in AWS's words. */
export const FAULT_META = 'troubleshoot/fault';
