// Failures on the way of a new version: builds in CodeBuild, registries of packages and images, deployments of ECS.
import type { Signature } from '../signature.ts';

export const DELIVERY: readonly Signature[] = [
  {
    name: 'ecs-image-pull',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /CannotPullContainerError[^\n]{0,200}?\b(?:ref|reference|manifest for) (?<image>[\w.-]{1,200}\/[\w./-]{1,200}[:@][\w.:-]{1,130}?)[: ]/,
      /CannotPull(?:Container|ImageManifest|ECRContainer)?Error/,
    ],
    title: 'The image {image|of a task} can not be pulled',
    meaning:
      'ECS could not fetch the image of a container, so new tasks do not start; those that run go on. The tag does not exist, the execution role may not read the repository, or the subnet has no way to the registry. The words behind the error say which.',
    component: ['ecsService', 'cluster'],
    checks: [
      'Read the end of the reason: "not found" is a wrong tag or repository, "403" or "denied" the execution role, a time-out the network.',
      'Compare the image of the new task definition with that of the revision before.',
    ],
    immediate: {
      title: 'Go back to the task definition whose image is there',
      reason: 'No new task starts before that, also none that takes the place of one that ends.',
      steps: [
        'Deploy the revision that ran before, or push the missing tag.',
        'Check that the tag is in the repository and region that the task definition names.',
      ],
      commands: ['aws ecs describe-services --cluster {cluster} --services {ecsService}'],
      rollback: 'Deploy the new revision again once its image can be pulled.',
    },
    shortTerm: {
      title: 'Let a deployment that does not come up go back by itself',
      reason: 'The deployment circuit breaker goes back to the revision before.',
      steps: ['Turn on the circuit breaker with rollback for the service.'],
    },
    longTerm: {
      title: 'Deploy by digest, after the image was pushed',
      reason: 'A digest that exists can not be misspelt or moved.',
      steps: ['Let the pipeline write the digest of the image that it pushed into the revision.'],
    },
  },
  {
    name: 'ecs-deployment-failed',
    category: 'uncategorized',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'surface',
    any: [
      /\bSERVICE_DEPLOYMENT_FAILED\b|\bSERVICE_TASK_(?:START_IMPAIRED|PLACEMENT_FAILURE|CONFIGURATION_FAILURE)\b/,
      /ECS deployment circuit breaker: /,
    ],
    title: 'ECS can not bring up the tasks of a service',
    meaning:
      'ECS tells that tasks of a deployment do not start or do not stay up. Why that is so stands in the reason for which the tasks stopped, and in what their containers wrote last.',
    component: ['ecsService', 'cluster'],
    checks: ['Read the stopped reason of the last tasks, and the last lines of their containers.'],
    immediate: {
      title: 'Read why the last tasks stopped',
      reason: 'The event of the service only tells that they did.',
      steps: ['Describe the stopped tasks, and compare the task definition with the one before.'],
      commands: ['aws ecs describe-services --cluster {cluster} --services {ecsService}'],
    },
    shortTerm: {
      title: 'Let a deployment that does not come up go back by itself',
      reason: 'The deployment circuit breaker goes back to the revision before.',
      steps: ['Turn on the circuit breaker with rollback for the service.'],
    },
    longTerm: {
      title: 'Start each new revision once before it takes traffic',
      reason: 'What does not start is then not deployed.',
      steps: ['Run one task of the new revision in the pipeline, and wait for its health check.'],
    },
  },
  {
    name: 'npm-registry-denied',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [/\bnpm (?:ERR!|error) code E40[13]\b/],
    title: 'The package registry refuses npm (401 or 403)',
    meaning:
      'npm was turned away by the registry: its token is missing, expired or not allowed to read a package. A token of CodeArtifact is good for twelve hours at most.',
    component: [],
    checks: [
      'See where the build gets its token from, and how old it is.',
      'Check whether all packages are refused or only those of one scope.',
    ],
    immediate: {
      title: 'Give the build a new token for the registry',
      reason: 'No build can install its packages before that.',
      steps: [
        'Let the build log in just before it installs (aws codeartifact login --tool npm), or renew the token that it reads.',
      ],
      rollback: 'Put the earlier token back.',
    },
    shortTerm: {
      title: 'Fetch the token in the build itself',
      reason: 'A token that is stored runs out.',
      steps: ['Log in at the beginning of each build by the role that it runs with.'],
    },
    longTerm: {
      title: 'Alarm on failed builds',
      reason: 'A token that ran out is seen at the first build after it.',
      steps: ['Alarm on FailedBuilds of the project.'],
    },
  },
  {
    name: 'codebuild-command',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'surface',
    any: [
      /Phase context status code: [A-Z_]{3,40} Message: (?:Error while executing command: (?<command>[^\n]{1,100}?)\. Reason)?/,
    ],
    title: 'A phase of the build fails{commandText|}',
    meaning:
      'A command of the build specification ended with an error, so CodeBuild ended the phase and the build. What went wrong is what the command itself wrote above this line.',
    component: [],
    checks: ['Read the lines that the command wrote before it ended, in the log of one build.'],
    immediate: {
      title: 'Read why the command failed, and build again',
      reason: 'CodeBuild only tells how the command ended.',
      steps: ['Find the first error above the end of the phase in one failed build.'],
    },
    shortTerm: {
      title: 'Let the build stop at the first command that fails, with its reason',
      reason: 'What follows a failed command only hides it.',
      steps: ['Set on-failure: ABORT for the phase, and print what the command needs.'],
    },
    longTerm: {
      title: 'Alarm on failed builds',
      reason: 'A build that fails since a change is seen at once.',
      steps: ['Alarm on FailedBuilds of the project.'],
    },
  },
];
