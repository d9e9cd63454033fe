// How the AWS CLI writes the names of an API: `DescribeDBInstances` is `describe-db-instances`.

/**
 * The CLI's name of an operation or a member. Follows the published behaviour of the AWS CLI: a word begins at a capital
 * that follows a small letter or a digit, and at the last capital of a run of them.
 */
export function cliName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/\./g, '-')
    .toLowerCase();
}
