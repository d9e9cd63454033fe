// Packages of the JVM, its languages, frameworks and drivers. Everything else on a JVM trace is the application's own.

const PACKAGES = `
  java javax jakarta jdk sun com.sun oracle jrockit lambdainternal _COROUTINE kotlin kotlinx scala groovy
  org.codehaus clojure akka play zio cats fs2 monix slick sbt jnr javassist junit android androidx dalvik com.android
  org.springframework org.apache org.eclipse org.hibernate org.jboss org.wildfly org.mortbay org.glassfish org.jetbrains
  org.postgresql org.mariadb org.sqlite org.h2 org.hsqldb org.mongodb org.redisson org.neo4j org.elasticsearch org.opensearch
  org.jooq org.mybatis org.flywaydb org.quartz org.aspectj org.slf4j org.junit org.mockito org.testng org.assertj org.gradle
  org.keycloak org.bouncycastle org.thymeleaf org.joda org.json org.yaml org.dom4j org.xml org.w3c org.reactivestreams
  org.infinispan org.ehcache org.jgroups org.scalatest org.http4s org.reflections org.objectweb org.openjdk org.graalvm
  org.asynchttpclient org.xerial org.rocksdb org.conscrypt org.codehaus.groovy org.simpleframework org.jdbi org.opentest4j
  com.zaxxer com.mysql com.microsoft com.mongodb com.fasterxml com.github.benmanes com.netflix com.hazelcast com.rabbitmq
  com.amazonaws com.amazon software.amazon com.google.common com.google.gson com.google.inject com.google.protobuf
  com.google.api com.google.cloud com.google.firebase com.google.auth com.squareup com.auth0 com.nimbusds com.stripe
  com.twilio com.ibm com.sap com.newrelic com.datadoghq com.datadog com.lmax com.esotericsoftware com.alibaba.druid
  com.alibaba.fastjson com.baomidou com.querydsl com.jayway com.codahale com.typesafe com.lambdaworks com.mchange
  com.jcraft com.thoughtworks com.caucho com.jolbox com.datastax com.couchbase com.clickhouse com.snowflake net.snowflake
  com.linecorp com.launchdarkly com.intellij com.vaadin com.unboundid com.p6spy com.ning com.twitter
  io.netty io.undertow io.vertx io.quarkus io.micronaut io.dropwizard io.grpc io.reactivex io.micrometer io.opentelemetry
  io.opentracing io.jaegertracing io.lettuce io.jsonwebtoken io.github.resilience4j io.prometheus io.swagger io.smallrye
  io.confluent io.debezium io.r2dbc io.ktor io.sentry io.fabric8 io.kubernetes io.projectreactor io.helidon io.javalin
  io.searchbox io.trino io.aeron io.nats io.minio
  net.bytebuddy net.sf net.minidev net.jodah net.logstash net.sourceforge net.spy net.openhft
  ch.qos reactor rx feign okhttp3 okio retrofit2 redis.clients liquibase freemarker lombok dagger brave zipkin2 datadog
  co.elastic nonapi weblogic bsh jersey antlr ognl mu graphql
`
  .trim()
  .split(/\s+/);

const LIBRARIES = new Set(PACKAGES);
/** The longest package in the table has so many parts. */
const MAX_PARTS = 4;
const GENERATED = /\$\$(?:EnhancerBy|FastClassBy|SpringCGLIB)|\$Proxy\d|\bGenerated\w+Accessor\d/;

/** Whether `package.Class.method` belongs to the application. */
export function isOwnJvm(name: string): boolean {
  if (GENERATED.test(name)) return false;
  const parts = name.split('.');
  let prefix = '';
  for (const part of parts.slice(0, Math.min(MAX_PARTS, parts.length - 1))) {
    prefix = prefix === '' ? part : `${prefix}.${part}`;
    if (LIBRARIES.has(prefix)) return false;
  }
  return true;
}
