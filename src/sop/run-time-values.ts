// Values that no parameter gives: a step finds them while it runs, and an SOP may name them in its prose.
// In a query block none of them is replaced, so they are no names there.

/** Legal `${…}` names beside the SOP's own parameters, with what they stand for. */
export const RUN_TIME_VALUES: ReadonlyMap<string, string> = new Map([
  ['account_id', 'the AWS account'],
  ['log_group_name', 'one confirmed log group'],
  ['log_group_names', 'all confirmed log groups'],
  ['log_stream_name', 'one log stream'],
  ['last_event_timestamp', 'the time of a stream’s last event, in milliseconds'],
  ['start_timestamp', 'the start of the analysis window'],
  ['end_timestamp', 'the end of the analysis window'],
  ['start_time', 'the start of the analysis window, in epoch seconds'],
  ['end_time', 'the end of the analysis window, in epoch seconds'],
  ['query_id', 'a running query'],
  ['request_id', 'one request of the application'],
  ['function_name', 'a Lambda function named by its log group'],
  ['resource_name', 'a resource that the logs or AWS named'],
  ['evidence_id', 'a recorded tool result'],
  ['error_message', 'the message of a finding'],
  ['report_path', 'where the report was written'],
]);
