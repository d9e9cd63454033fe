import { describe, expect, test } from 'vitest';
import { membership, nameForms } from '../../src/run/discovery.ts';

describe('the forms of a name that are searched', () => {
  test('the name as typed, kebab, snake, camel and Pascal', () => {
    expect(nameForms('payment-service')).toEqual([
      'payment-service',
      'payment_service',
      'paymentService',
      'PaymentService',
    ]);
  });

  test('camel case is split', () => {
    expect(nameForms('paymentService')).toEqual([
      'paymentService',
      'payment-service',
      'payment_service',
      'PaymentService',
    ]);
  });

  test('forms that a log group name cannot hold are left out', () => {
    expect(nameForms('payment service')).not.toContain('payment service');
    expect(nameForms('*')).toEqual([]);
  });
});

describe('membership of a log group', () => {
  const belongs = (group: string, application: string) => membership(group, application).belongs;

  test('the words of the application stand in the name as one whole run', () => {
    expect(belongs('/aws/lambda/payment-service-processor', 'payment-service')).toBe(true);
    expect(belongs('/PaymentService/app', 'payment-service')).toBe(true);
    expect(belongs('API-Gateway_payment_service', 'paymentService')).toBe(true);
  });

  test('part of a word, or the words apart, is not the application', () => {
    expect(belongs('/aws/lambda/prepayments', 'payment')).toBe(false);
    expect(belongs('/payment/other/service', 'payment-service')).toBe(false);
  });

  test('another environment is left out with its word as the reason', () => {
    expect(membership('/aws/lambda/payment-service-staging', 'payment-service')).toEqual({
      belongs: false,
      reason: 'another environment: "staging"',
    });
  });

  test('an environment that the application names itself belongs', () => {
    expect(belongs('/aws/lambda/payment-service-staging', 'payment-service-staging')).toBe(true);
    expect(belongs('/demo/app', 'demo')).toBe(true);
  });
});
