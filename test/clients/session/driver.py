"""Carries calls to CloudWatch Logs out with boto3: python3 FILE URL, with the lines of driver.mjs."""
import json
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

client = boto3.client("logs", endpoint_url=sys.argv[1])


def paged(method, given, page_size):
    joined = {}
    pages = client.get_paginator(method).paginate(**given, PaginationConfig={"PageSize": page_size})
    for page in pages:
        for name, value in page.items():
            if isinstance(value, list):
                joined.setdefault(name, []).extend(value)
    return joined


def answer_to(call):
    method = xform_name(call["operation"])
    try:
        if "pageSize" in call:
            return {"answer": paged(method, call["input"], call["pageSize"])}
        answer = getattr(client, method)(**call["input"])
        del answer["ResponseMetadata"]
        return {"answer": answer}
    except ClientError as error:
        location = error.response.get("queryCompileError", {}).get("location")
        place = location and [location["startCharOffset"], location["endCharOffset"]]
        told = error.response["Error"]
        return {"fault": {"code": told["Code"], "message": told["Message"], "place": place}}


for line in sys.stdin:
    print(json.dumps(answer_to(json.loads(line))), flush=True)
