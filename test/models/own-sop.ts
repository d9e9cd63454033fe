// An SOP from elsewhere: it names no procedure, so a model has to carry out all of it.
export const OWN_SOP = `# Checkout Health Check

## Overview

See why the checkout fails, as our team writes it down.

## Parameters

- **application_name** (required): The application
- **region** (optional, default: "local"): Where it runs

## Steps

### 1. Look at the errors

See which errors \${application_name} has logged.

**Constraints:**

- You MUST name the error that comes most often
- You MUST NOT guess at a cause, because that comes later
- You SHOULD say when it began

### 2. Say what is to be done

Tell the team on duty what the errors mean for them.

**Constraints:**

- You MUST quote at least one log line
`;
