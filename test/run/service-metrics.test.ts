// Which metrics belong to which log groups.
import { expect, test } from 'vitest';
import { metricsOf } from '../../src/run/service-metrics.ts';

test.each([
  ['/aws/lambda/pay', 'AWS/Lambda', { FunctionName: 'pay' }],
  ['/aws/apigateway/shop', 'AWS/ApiGateway', { ApiName: 'shop' }],
  ['/aws/ecs/prod/pay', 'AWS/ECS', { ClusterName: 'prod', ServiceName: 'pay' }],
  ['/ecs/prod/pay', 'AWS/ECS', { ClusterName: 'prod', ServiceName: 'pay' }],
  ['/aws/ecs/containerinsights/prod/performance', 'AWS/ECS', { ClusterName: 'prod' }],
  ['/aws/rds/instance/orders-db/error', 'AWS/RDS', { DBInstanceIdentifier: 'orders-db' }],
  ['/aws/rds/cluster/orders/postgresql', 'AWS/RDS', { DBClusterIdentifier: 'orders' }],
  ['/aws/dynamodb/tables/carts', 'AWS/DynamoDB', { TableName: 'carts' }],
  ['/aws/sqs/jobs', 'AWS/SQS', { QueueName: 'jobs' }],
  [
    '/aws/alb/app/front/0123456789abcdef',
    'AWS/ApplicationELB',
    { LoadBalancer: 'app/front/0123456789abcdef' },
  ],
])('%s is of %s', (name, namespace, dimensions) => {
  const metrics = metricsOf(name);
  expect(metrics.length).toBeGreaterThan(0);
  for (const metric of metrics) expect(metric).toMatchObject({ namespace, dimensions });
});

test.each(['/ecs/pay', '/var/log/app', 'lambda'])('%s tells of no service', (name) => {
  expect(metricsOf(name)).toEqual([]);
});
