// AWS Query, which older clients of CloudWatch speak: forms in, XML out. Clients that others wrote are in test/clients.
import { describe, expect, test } from 'vitest';
import { readQueryCall, xmlAnswer, xmlFault } from '../../src/local-cloudwatch/query-protocol.ts';
import { folderOf, KEY, serve } from './served.ts';

describe('a form', () => {
  test('is the body that JSON would have had', () => {
    const form = [
      'Action=GetMetricData&Version=2010-08-01',
      'StartTime=2026-11-20T12%3A00%3A00Z&MaxDatapoints=10',
      'MetricDataQueries.member.10.Id=m10',
      'MetricDataQueries.member.2.Id=m2&MetricDataQueries.member.2.ReturnData=false',
      'MetricDataQueries.member.2.MetricStat.Period=60',
      'MetricDataQueries.member.2.MetricStat.Metric.Dimensions.member.1.Name=a+b',
    ].join('&');
    expect(readQueryCall(form)).toEqual({
      service: 'GraniteServiceVersion20100801',
      action: 'GetMetricData',
      body: {
        StartTime: Date.UTC(2026, 10, 20, 12) / 1000,
        MaxDatapoints: 10,
        MetricDataQueries: [
          {
            Id: 'm2',
            ReturnData: false,
            MetricStat: { Period: 60, Metric: { Dimensions: [{ Name: 'a b' }] } },
          },
          { Id: 'm10' },
        ],
      },
    });
  });

  test.each([
    ['', {}],
    ['a=1&a.b=2&a.b.c=3', { a: { b: { c: '3' } } }],
    ['MaxRecords=ten&StartDate=soon', { MaxRecords: 'ten', StartDate: 'soon' }],
    ['L.member.999999999.x=1', { L: [{ x: '1' }] }],
  ])('that says %j is read as far as it goes', (form, body) => {
    expect(readQueryCall(form).body).toEqual(body);
  });

  test('reaches no prototype, and no depth', () => {
    readQueryCall('__proto__.polluted=1&constructor.prototype.polluted=1');
    expect({}).not.toHaveProperty('polluted');
    expect(() => readQueryCall(`${'a.'.repeat(50_000)}b=1`)).not.toThrow();
  });
});

describe('XML', () => {
  test('holds lists, times and text that has to be escaped', () => {
    const answer = {
      Items: [{ Timestamp: 1_795_186_080, Text: '<&>"\'\r\u001b[2J' }],
      Timestamps: [0],
      None: [],
      NextToken: undefined,
      '<x>': 'no name',
    };
    expect(xmlAnswer('Do', answer, 'id')).toBe(
      '<DoResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><DoResult>' +
        '<Items><member><Timestamp>2026-11-20T14:48:00.000Z</Timestamp>' +
        '<Text>&lt;&amp;&gt;&quot;&apos;&#13;\ufffd[2J</Text></member></Items>' +
        '<Timestamps><member>1970-01-01T00:00:00.000Z</member></Timestamps><None></None>' +
        '</DoResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>',
    );
  });

  test('tells faults by the codes that Query has', () => {
    const fault = { code: 'ThrottlingException', message: 'a < b', isServers: false };
    expect(xmlFault(fault, 'id')).toContain(
      '<Error><Type>Sender</Type><Code>Throttling</Code><Message>a &lt; b</Message></Error>',
    );
  });
});

describe('the endpoint', () => {
  const ALARMS = 'Action=DescribeAlarms&Version=2010-08-01';
  const LOG = '{"timestamp":"2026-11-20T13:58:00Z","message":"ERROR"}\n';
  async function post(body: string, headers: Readonly<Record<string, string>>) {
    const { url } = await serve(folderOf({ 'app.log': LOG, 'alarms.json': '{"MetricAlarms":[]}' }));
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const answer = await fetch(url, { method: 'POST', body, headers: { ...form, ...headers } });
    return { status: answer.status, text: await answer.text() };
  }
  const signed = {
    authorization: `AWS4-HMAC-SHA256 Credential=${KEY}/20261120/us-west-2/monitoring/aws4_request, x`,
  };

  test('answers who signs, and nobody else, nor a web page', async () => {
    expect(await post(ALARMS, signed)).toMatchObject({
      status: 200,
      text: expect.stringContaining('<DescribeAlarmsResult>'),
    });
    expect(await post(ALARMS, {})).toMatchObject({ status: 400 });
    const page = { ...signed, origin: 'http://evil.example' };
    expect(await post(ALARMS, page)).toMatchObject({ status: 403 });
  });

  test('has no stack, and says so as CloudFormation does', async () => {
    const form = 'Action=DescribeStackResources&PhysicalResourceId=pay&Version=2010-05-15';
    const { status, text } = await post(form, signed);
    expect(status).toBe(400);
    expect(text).toContain('<Code>ValidationError</Code><Message>Stack for pay does not exist');
  });

  test('does nothing but what CloudWatch does by a form, and reads no endless one', async () => {
    expect(await post('Action=DescribeLogGroups', signed)).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>InvalidAction</Code>'),
    });
    expect(await post(`Action=${'x'.repeat(300_000)}`, signed)).toMatchObject({ status: 413 });
  });
});
