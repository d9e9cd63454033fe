// What starts and keeps processes: systemd, kubelet and container runtimes say that they could not, and often why.
import type { ActionText, Signature } from '../signature.ts';

const BEFORE_ROLL_OUT: ActionText = {
  title: 'Try the start before a change reaches production',
  reason: 'What does not start there does not start here either.',
  steps: [
    'Start the new version or configuration once in the pipeline, and stop there if it fails.',
  ],
};
const IMAGE =
  '(?<image>[a-z0-9][\\w.-]{0,100}(?::\\d{2,5})?(?:\\/[\\w.-]{1,100}){1,6}(?::[\\w.-]{1,128}|@sha256:[0-9a-f]{64}))';

export const ORCHESTRATION: readonly Signature[] = [
  {
    name: 'image-not-pulled',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      new RegExp(`[Ff]ailed to pull image \\\\{0,3}"${IMAGE}`),
      new RegExp(`(?:PullImage|pull and unpack image)[^\\n]{0,160}?\\\\{0,3}"${IMAGE}`),
      /ImagePullBackOff|ErrImagePull|\bmanifest (?:for [^\n]{1,120} )?unknown\b|\bmanifest for [\w./:@-]{1,200} not found|\bfailed to resolve reference\b[^\n]{1,300}: (?:manifest )?not found/,
      new RegExp(`Back-off pulling image \\\\{0,3}"${IMAGE}`),
    ],
    title: 'The image {image|of a container} can not be pulled',
    meaning:
      'The container can not start because its image does not come: there is no such tag, the registry asks for a log-in that the node does not have, or it can not be reached. Behind the line stands which; containers that already run go on.',
    component: ['image'],
    checks: [
      'Read the reason behind the image: "not found" is a wrong name or tag, "unauthorized" or "denied" a missing log-in, a time-out the network.',
      'Check whether the build that should have pushed this tag ended well.',
    ],
    immediate: {
      title: 'Go back to an image that is there, or push the missing one',
      reason: 'The old version can be pulled, or still runs.',
      steps: [
        'Undo the roll-out that names this image, or push it under exactly this name.',
        'If the registry refuses, renew the credentials for pulling on the nodes.',
      ],
      commands: ['kubectl get events --field-selector reason=Failed'],
      rollback: 'Roll the new version out again once its image can be pulled.',
    },
    shortTerm: {
      title: 'Let the pipeline check that an image is there before it is rolled out',
      reason: 'A wrong tag then never reaches a node.',
      steps: ['Ask the registry for the manifest as the last step before the roll-out.'],
    },
    longTerm: BEFORE_ROLL_OUT,
  },
  {
    name: 'subnet-addresses-used-up',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bInsufficientFreeAddressesInSubnet\b(?:[^\n]{0,60}?(?<subnet>subnet-[0-9a-z]{3,20}))?/,
      /\bfailed to assign an IP address to container\b/i,
    ],
    title: 'The subnet has no free address left for what is started in it',
    meaning:
      'Each pod or task with an address of its own takes one out of its subnet, and so does what is kept in reserve on each node. With none left nothing more is started there; what runs goes on.',
    component: ['subnet'],
    checks: [
      'Compare the free addresses of the subnets with how many pods or tasks were asked for before the first failure.',
      'Look for what was scaled up, and for nodes that hold many addresses in reserve.',
    ],
    immediate: {
      title: 'Ask for fewer pods or tasks, or start them where addresses are free',
      reason: 'Each one that ends gives its address back.',
      steps: [
        'Take back the last change of scale, if what runs is enough.',
        'Else let the next ones start in another subnet that has free addresses.',
      ],
      commands: ['aws ec2 describe-subnets --subnet-ids {subnet}'],
      rollback: 'Raise the number again once there are addresses for it.',
    },
    shortTerm: {
      title: 'Keep fewer addresses in reserve on each node',
      reason: 'What is held in reserve can not be used elsewhere.',
      steps: ['Lower WARM_IP_TARGET of the CNI, or give whole prefixes to nodes.'],
    },
    longTerm: {
      title: 'Give pods a larger range of addresses',
      reason: 'A subnet can not grow, but another range can be added to its network.',
      steps: ['Add a secondary range for pods, and alarm on the free addresses of each subnet.'],
    },
  },
  {
    name: 'sandbox-not-created',
    category: 'configuration',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\b(?:failed to (?:setup|set up) network for sandbox|FailedCreatePodSandBox|Failed to create pod sandbox)\b/i,
      /\bnetwork ?[pP]lugin(?: is)? not (?:ready|initialized)|\bcni (?:config|plugin) (?:not|un)initialized/i,
    ],
    title: 'No pod can be started on a node: its network can not be set up',
    meaning:
      'Before a container starts, the network plugin of the node gives its pod an address. That fails, so no new pod starts there; pods that run go on. Behind the line stands why: the plugin is not authorized, has no address left, or is not running.',
    component: ['host'],
    checks: [
      'Read what the plugin says at the end of the line, and the log of its own pod on that node.',
      'Check the credentials of the plugin, and how many addresses are left.',
    ],
    immediate: {
      title: 'Restart the network plugin on the node, and send new pods elsewhere meanwhile',
      reason: 'A plugin that starts anew reads its credentials again.',
      steps: [
        'Cordon the node, restart the pod of the plugin there, and look at its log.',
        'If it is refused ("Unauthorized"), renew its token; if addresses are used up, free or add some.',
      ],
      rollback: 'Uncordon the node once a new pod starts there.',
    },
    shortTerm: {
      title: 'Alarm on pods that are not started within minutes',
      reason: 'Running pods hide it until the next roll-out.',
      steps: ['Alarm on pods in ContainerCreating for more than five minutes.'],
    },
    longTerm: BEFORE_ROLL_OUT,
  },
  {
    name: 'pipeline-job-failed',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'surface',
    any: [
      /\bJob failed: (?:exit code|exit status|execution took longer than)\b/,
      /##\[error\](?:Process completed with exit code|Bash exited with code)\b/,
      /\bscript returned exit code [1-9]\d{0,2}\b/,
    ],
    title: 'A job of the pipeline has failed',
    meaning:
      'A command of the job ended with an error, so the job ended too. Which one and why stands in the lines that it wrote before.',
    component: [],
    checks: ['Read the lines of the job before the last one, from the last command on.'],
    immediate: {
      title: 'Read what the last command of the job wrote',
      reason: 'The runner only tells that it failed.',
      steps: [
        'Mend what that command names, and run the job again.',
        'Find out what a job that changes things has done before it failed.',
      ],
    },
    shortTerm: {
      title: 'Let what changes things be tried first',
      reason: 'What is refused is then known before anything is half done.',
      steps: [
        'Run a plan or a dry run in the change itself, and let the job end at the first error.',
      ],
    },
    longTerm: {
      title: 'Tell the owners of a pipeline when it fails',
      reason: 'Nobody else reads its log.',
      steps: ['Send failed jobs of the main branch where they are read.'],
    },
  },
  {
    name: 'unit-failed',
    category: 'uncategorized',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'origin',
    leftBy: 'host-memory',
    any: [
      /(?:^|: |\s)(?<unitName>[\w:.@\\-]{1,100}\.(?:service|socket|mount|timer)): Failed with result '(?<ended>[a-z-]{1,40})'/m,
      /\bFailed to start (?<unitName>[\w:.@\\-]{1,100}\.(?:service|socket|mount|timer))\b/,
    ],
    title: 'systemd: {unitName|a unit} has failed',
    meaning:
      'systemd started the unit and its process ended otherwise than it should: `exit-code` is an exit with an error, `signal` a kill, `oom-kill` a kill for memory, `timeout` no sign of life in time. Why stands in the lines that the process itself wrote just before.',
    component: ['unitName'],
    checks: [
      'Read the lines of the process just before, and the exit status that systemd names (78/CONFIG: it does not accept its configuration; 203/EXEC: the program is not there).',
      'Look for a changed file, an update of packages or an out-of-memory kill before the first failure.',
    ],
    immediate: {
      title: 'Mend what the last lines of {unitName|the unit} tell, and start it again',
      reason: 'Until then everything that needs it is refused.',
      steps: [
        'Read its last lines; if its configuration was changed, put the earlier one back.',
        'Reset the counter of failed starts, and start it.',
      ],
      commands: ['journalctl -u {unitName} --since {windowStart}', 'systemctl status {unitName}'],
      rollback: 'Put the changed configuration back once it is mended.',
    },
    shortTerm: {
      title: 'Check a configuration before it is read',
      reason: 'Most programs can test a file without starting.',
      steps: ['Run the test of the configuration as ExecStartPre, or before each reload.'],
    },
    longTerm: {
      title: 'Alarm on failed units',
      reason: 'A unit that gave up is not started again by itself.',
      steps: ['Alarm on units in the state failed, by host.'],
    },
  },
  {
    name: 'pod-setting-missing',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\bCreateContainerConfigError\b(?:[^\n]{0,40}?\b(?:secret|configmap) \\{0,3}"(?<settingSource>[\w.-]{1,120})\\{0,3}" not found)?/,
      /\bcouldn't find key (?<setting>[\w.-]{1,120}) in (?:Secret|ConfigMap) (?<settingSource>[\w./-]{1,200})/,
      /\bMountVolume\.SetUp failed for volume [^\n]{1,160}: (?:secret|configmap) \\{0,3}"(?<settingSource>[\w.-]{1,120})\\{0,3}" not found\b/,
    ],
    title: 'A pod can not start: a secret or config map that it names is missing',
    meaning:
      'The container is not created, since what its settings are to be read from does not exist in the namespace, or lacks the key that is asked for. Pods that already run go on until they are replaced.',
    component: ['settingSource', 'setting'],
    checks: [
      'Compare the name and the key in the pod with what is in its namespace.',
      'Check whether the secret is made by an operator that failed, or was renamed with the last roll-out.',
    ],
    immediate: {
      title: 'Create the missing secret or key, or undo the roll-out that asks for it',
      reason: 'kubelet tries again by itself once it is there.',
      steps: ['Put back the earlier version where the right value is not at hand.'],
      commands: ['kubectl get secrets,configmaps --all-namespaces'],
      rollback: 'Roll the new version out again once the setting is there.',
    },
    shortTerm: {
      title: 'Roll settings out before the version that reads them',
      reason: 'The order is then right whichever of both takes longer.',
      steps: ['Deploy secrets and config maps in a step of their own, and stop where it fails.'],
    },
    longTerm: BEFORE_ROLL_OUT,
  },
  {
    name: 'pod-not-scheduled',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\b0\/(?<nodes>\d{1,5}) nodes are available: [^\n]{0,200}?\b[Ii]nsufficient (?<short>[\w./-]{2,40})/,
      /\b0\/(?<nodes>\d{1,5}) nodes are available: /,
    ],
    title: 'No node has room for a pod',
    meaning:
      'The scheduler finds no node that fulfils what the pod asks for: its requests of memory or CPU are larger than what is left, or taints, selectors and volumes rule the nodes out. The pod waits; those that run go on.',
    component: [],
    checks: [
      'Read the reasons behind "nodes are available": they are counted by node.',
      'Compare the requests of the pods with what they use, and see whether the autoscaler was to add nodes and did not.',
    ],
    immediate: {
      title: 'Add nodes, or lower what the pods ask for',
      reason: 'A pod waits until a node fits.',
      steps: [
        'Raise the limit of the node group, or scale down what is less urgent.',
        'Where a taint or a selector is the reason, correct the pod.',
      ],
      commands: ['kubectl get events --field-selector reason=FailedScheduling'],
      rollback: 'Set the number of nodes back.',
    },
    shortTerm: {
      title: 'Set requests from measured use',
      reason: 'Requests that are too large waste nodes, too small ones overload them.',
      steps: ['Compare requests with the 95th percentile of use, and correct the largest gaps.'],
    },
    longTerm: {
      title: 'Keep room for the loss of a node, and alarm on pods that wait',
      reason: 'A roll-out and a lost node at the same time then still fit.',
      steps: ['Alarm where a pod is pending for more than five minutes.'],
    },
  },
];
