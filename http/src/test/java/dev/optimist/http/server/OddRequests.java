package dev.optimist.http.server;

import static dev.optimist.http.server.OddRequest.CHUNKED;
import static dev.optimist.http.server.OddRequest.GET;
import static dev.optimist.http.server.OddRequest.HIDDEN;
import static dev.optimist.http.server.OddRequest.HOST;
import static dev.optimist.http.server.OddRequest.JSON;
import static dev.optimist.http.server.OddRequest.LAST;
import static dev.optimist.http.server.OddRequest.PUT;
import static dev.optimist.http.server.OddRequest.answered;
import static dev.optimist.http.server.OddRequest.cutOff;
import static dev.optimist.http.server.OddRequest.ends;
import static dev.optimist.http.server.OddRequest.refused;

import java.util.List;
import java.util.stream.Stream;

/** What RFC 9112 says of requests that are malformed, or that two servers in a row might end at different places. */
final class OddRequests {
    private static final String WRITE = PUT + "Content-Length: 2\r\n\r\n{}";
    private static final String BODY = "2\r\n{}\r\n0\r\n\r\n";

    private OddRequests() {}

    static List<OddRequest> all() {
        return Stream.of(
                        lengths(),
                        codings(),
                        chunks(),
                        lines(),
                        versions(),
                        names(),
                        values(),
                        hosts(),
                        targets(),
                        endings())
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<OddRequest> lengths() {
        return Stream.of(
                refused("two lengths that differ", PUT + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
                refused("two lengths in one line that differ", PUT + "Content-Length: 2, 3\r\n\r\n{}"),
                refused("the same length twice", PUT + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
                refused("a negative length", PUT + "Content-Length: -1\r\n\r\n"),
                refused("a length with a plus", PUT + "Content-Length: +2\r\n\r\n{}"),
                refused("a hexadecimal length", PUT + "Content-Length: 0x2\r\n\r\n{}"),
                refused("a length of letters", PUT + "Content-Length: two\r\n\r\n{}"),
                refused("an empty length", PUT + "Content-Length:\r\n\r\n{}"),
                refused("a length over 64 bits", PUT + "Content-Length: 99999999999999999999\r\n\r\n{}"),
                refused("a length with a space within", PUT + "Content-Length: 1 2\r\n\r\n{}"),
                refused("a length with a point", PUT + "Content-Length: 2.0\r\n\r\n{}"),
                refused("a length in digits of another script", PUT + "Content-Length: \u00d9\u00a2\r\n\r\n{}"),
                ends("a length over the limit", 413, PUT + "Content-Length: 1000000000\r\n\r\n"),
                answered("zeros before a length", 200, PUT + "Content-Length: 0002\r\n\r\n{}"),
                answered("spaces around a length", 200, PUT + "Content-Length: \t 2 \r\n\r\n{}"),
                answered(
                        "a GET whose body is a request",
                        400,
                        GET + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN));
    }

    private static Stream<OddRequest> codings() {
        return Stream.of(
                refused("chunked beside a length", PUT + CHUNKED + "Content-Length: 2\r\n\r\n0\r\n\r\n"),
                refused("a length beside chunked", PUT + "Content-Length: 2\r\n" + CHUNKED + "\r\n" + BODY),
                refused("chunked that is not last", PUT + "Transfer-Encoding: chunked, identity\r\n\r\n" + BODY),
                refused("chunked twice", PUT + "Transfer-Encoding: chunked, chunked\r\n\r\n" + BODY),
                refused("chunked in two headers", PUT + CHUNKED + CHUNKED + "\r\n" + BODY),
                refused(
                        "identity before chunked in a header of its own",
                        PUT + "Transfer-Encoding: identity\r\n" + CHUNKED + "\r\n" + BODY),
                refused(
                        "a coding that is not known, and chunked",
                        PUT + "Transfer-Encoding: gzip, chunked\r\n\r\n" + BODY),
                refused("an unknown coding alone", PUT + "Transfer-Encoding: xchunked\r\n\r\n" + BODY),
                refused("identity", PUT + "Transfer-Encoding: identity\r\n\r\n"),
                refused("an empty coding", PUT + "Transfer-Encoding:\r\n\r\n" + BODY),
                refused("quoted chunked", PUT + "Transfer-Encoding: \"chunked\"\r\n\r\n" + BODY),
                refused("chunked with a parameter", PUT + "Transfer-Encoding: chunked;q=1\r\n\r\n" + BODY),
                refused("chunked in HTTP/1.0", "PUT /wire/_doc/1 HTTP/1.0\r\n" + HOST + JSON + CHUNKED + "\r\n" + BODY),
                refused("a space before the colon of a coding", PUT + "Transfer-Encoding : chunked\r\n\r\n" + BODY),
                refused("a vertical tab before chunked", PUT + "Transfer-Encoding: \u000bchunked\r\n\r\n" + BODY),
                refused("chunked on a folded line", PUT + "Transfer-Encoding:\r\n chunked\r\n\r\n" + BODY),
                answered("chunked in capitals", 200, PUT + "TRANSFER-ENCODING: CHUNKED\r\n\r\n" + BODY),
                answered("chunked among spaces and tabs", 200, PUT + "Transfer-Encoding:\t chunked \t\r\n\r\n" + BODY));
    }

    private static Stream<OddRequest> chunks() {
        String put = PUT + CHUNKED + "\r\n";
        return Stream.of(
                refused("a chunk length that is none", put + "zz\r\n{}\r\n0\r\n\r\n"),
                refused("a negative chunk length", put + "-2\r\n{}\r\n0\r\n\r\n"),
                refused("an empty chunk length", put + "\r\n{}\r\n0\r\n\r\n"),
                refused("a chunk length with 0x", put + "0x2\r\n{}\r\n0\r\n\r\n"),
                refused("a chunk length over 32 bits", put + "100000002\r\n{}\r\n0\r\n\r\n"),
                refused("a chunk length over 64 bits", put + "10000000000000002\r\n{}\r\n0\r\n\r\n"),
                refused("a space before a chunk length", put + " 2\r\n{}\r\n0\r\n\r\n"),
                refused("a chunk longer than announced", put + "2\r\n{}xx\r\n0\r\n\r\n"),
                refused("a chunk shorter than announced", put + "5\r\n{}\r\n0\r\n\r\n"),
                refused("a chunk line ended by LF alone", put + "2\n{}\r\n0\r\n\r\n"),
                refused("a chunk ended by LF alone", put + "2\r\n{}\n0\r\n\r\n"),
                refused("a chunk line ended by CR alone", put + "2\r{}\r\n0\r\n\r\n"),
                refused("an extension with LF in it", put + "2;a\nb\r\n{}\r\n0\r\n\r\n"),
                refused("an extension with NUL in it", put + "2;a\u0000b\r\n{}\r\n0\r\n\r\n"),
                refused("a chunk line that does not end", put + "2;" + "x".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n"),
                ends("a flood of trailers", 431, put + "2\r\n{}\r\n0\r\n" + "X: yyyyyyyy\r\n".repeat(5_000) + "\r\n"),
                refused("a trailer with a space in its name", put + "2\r\n{}\r\n0\r\nX Y: z\r\n\r\n"),
                answered("an extension", 200, put + "2;name=value;other=\"quoted\"\r\n{}\r\n0;last\r\n\r\n"),
                answered("zeros before a chunk length", 200, put + "0000000000000002\r\n{}\r\n000\r\n\r\n"),
                answered("a trailer", 200, put + "2\r\n{}\r\n0\r\nX-Checksum: 1\r\n\r\n"),
                answered(
                        "trailers that speak of the next request",
                        200,
                        put
                                + "2\r\n{}\r\n0\r\nContent-Length: 5\r\nHost: evil.example\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    private static Stream<OddRequest> lines() {
        return Stream.of(
                refused("lines ended by LF alone", "GET / HTTP/1.1\nHost: localhost\n\n"),
                refused("a request line ended by LF alone", "GET / HTTP/1.1\nHost: localhost\r\n\r\n"),
                refused("a header ended by LF alone", "GET / HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n"),
                refused("headers that end with LF alone", "GET / HTTP/1.1\r\nHost: localhost\r\n\n"),
                refused("CR alone in a header", GET + "X: a\rY: b\r\n\r\n"),
                answered("CR alone for a space in the request line", 200, "GET /\r HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a word too many", "GET / HTTP/1.1 more\r\n" + HOST + "\r\n"),
                answered("two spaces before the version", 200, "GET /  HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("tabs between the words", 200, "GET\t/\tHTTP/1.1\r\n" + HOST + "\r\n"),
                answered("a space before the method", 200, " GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                refused(
                        "a request line that is too long",
                        "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a request line of a method alone", "A".repeat(5_000) + "\r\n" + HOST + "\r\n"),
                refused("TLS", "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003\r\n\r\n"),
                refused("binary", "\u0000\u0001\u0002\u00ff\u00fe\r\n\r\n"),
                answered("an empty line before a request", 200, "\r\n" + GET + "\r\n"));
    }

    private static Stream<OddRequest> versions() {
        return Stream.of(
                refused("HTTP/0.9", "GET /\r\n"),
                refused("HTTP/0.9, said", "GET / HTTP/0.9\r\n" + HOST + "\r\n"),
                refused("HTTP/2.0 without its preface", "GET / HTTP/2.0\r\n" + HOST + "\r\n"),
                refused("a version of letters", "GET / HTTP/x.y\r\n" + HOST + "\r\n"),
                refused("a version of two digits", "GET / HTTP/1.10\r\n" + HOST + "\r\n"),
                refused("a version in small letters", "GET / http/1.1\r\n" + HOST + "\r\n"),
                refused("another protocol", "GET / ICAP/1.0\r\n" + HOST + "\r\n"),
                answered("HTTP/1.2, which is read as 1.1", 200, "GET / HTTP/1.2\r\n" + HOST + "\r\n"));
    }

    private static Stream<OddRequest> names() {
        return Stream.of(
                refused("a NUL in a name", GET + "X\u0000Y: a\r\n\r\n"),
                refused("a line without a colon", GET + "Nonsense\r\n\r\n"),
                refused("an empty name", GET + ": x\r\n\r\n"),
                refused("a space in a name", GET + "X Y: x\r\n\r\n"),
                refused("a space before a colon", GET + "X : x\r\n\r\n"),
                refused("a tab before a colon", GET + "X\t: x\r\n\r\n"),
                refused("a name in parentheses", GET + "(X): x\r\n\r\n"),
                refused("a name beyond ASCII", GET + "X\u00e4: x\r\n\r\n"),
                refused("a first header that begins with a space", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n"));
    }

    private static Stream<OddRequest> values() {
        return Stream.of(
                refused("a NUL in a value", GET + "X: a\u0000b\r\n\r\n"),
                refused("a control character in a value", GET + "X: a\u0007b\r\n\r\n"),
                refused("a DEL in a value", GET + "X: a\u007fb\r\n\r\n"),
                answered("a value on two lines", 200, GET + "X: a\r\n b\r\n\r\n"),
                answered("a length within a value on two lines", 200, GET + "X: a\r\n\tContent-Length: 5\r\n\r\n"),
                refused("a flood of headers", GET + "X: yyyyyyyy\r\n".repeat(5_000) + "\r\n"),
                refused("one long header", GET + "X: " + "y".repeat(70_000) + "\r\n\r\n"),
                answered("a value beyond ASCII", 200, GET + "X: \u00e4\u00f6\r\n\r\n"),
                answered("a tab in a value", 200, GET + "X: a\tb\r\n\r\n"));
    }

    private static Stream<OddRequest> hosts() {
        return Stream.of(
                refused("no host in HTTP/1.1", "GET / HTTP/1.1\r\n\r\n"),
                refused("two hosts", GET + "Host: evil.example\r\n\r\n"),
                refused("the same host twice", GET + HOST + "\r\n"),
                ends("an empty host", 403, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
                ends("a foreign host", 403, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                ends("two hosts in one line", 403, "GET / HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n"),
                new OddRequest("no host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" + HIDDEN, List.of(200)));
    }

    private static Stream<OddRequest> targets() {
        return Stream.of(
                refused("a space in the path", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a NUL in the path", "GET /a\u0000b HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a NUL in the query", "GET /?a=\u0000b HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a control character in the path", "GET /a\u0001b HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a tab in the path", "GET /a\tb HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a DEL in the path", "GET /a\u007fb HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a NUL in the method", "G\u0000T / HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a method in parentheses", "G(E)T / HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a path without a slash", "GET wire/_doc/1 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("authority form without CONNECT", "GET localhost:9200 HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("another scheme", "GET ftp://localhost/ HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("absolute form", 200, "GET http://localhost/ HTTP/1.1\r\n" + HOST + "\r\n"),
                ends("absolute form of a foreign host", 403, "GET http://evil.example/ HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("authority form with CONNECT", 405, "CONNECT localhost:9200 HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("a star for OPTIONS", 200, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("a star for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("an escape that is none", 400, "GET /wire/_doc/%zz HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("half an escape", 400, "GET /wire/_doc/%4 HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("an escape that is none in the query", 400, "GET /?a=%zz HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("an escaped NUL in an id", 404, "GET /wire/_doc/%00 HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("escaped CR and LF in an id", 404, "GET /wire/_doc/a%0d%0aX:b HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("escaped bytes that are no UTF-8", 404, "GET /wire/_doc/%ff%fe HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("bytes beyond ASCII in an id", 404, "GET /wire/_doc/\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("a method that is none", 405, "MELT / HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("a method in small letters", 405, "get / HTTP/1.1\r\n" + HOST + "\r\n"),
                answered("dots in the path", 400, "GET /../../etc/passwd HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static Stream<OddRequest> endings() {
        return Stream.of(
                cutOff("half a request line", "GET /wi"),
                cutOff("half of the headers", GET + "X: y\r\n"),
                cutOff("half a body", PUT + "Content-Length: 20\r\n\r\n{}"),
                cutOff("half a chunk", PUT + CHUNKED + "\r\n20\r\n{}"),
                cutOff("no last chunk", PUT + CHUNKED + "\r\n2\r\n{}\r\n"),
                new OddRequest(
                        "garbage behind a request", GET + "\r\n" + "garbage\r\n\r\n" + HIDDEN, List.of(200, 400)),
                new OddRequest("a body that nobody announced", GET + "\r\n" + "{}" + HIDDEN, List.of(200, 400)),
                new OddRequest("garbage behind a write", WRITE + "garbage\r\n\r\n" + HIDDEN, List.of(200, 400)),
                new OddRequest(
                        "writes before one that ends", WRITE + WRITE + WRITE + LAST, List.of(200, 200, 200, 200)),
                new OddRequest("a request behind one that ends", LAST + HIDDEN, List.of(200)),
                new OddRequest(
                        "a hundred requests at once",
                        (GET + "\r\n").repeat(100) + LAST,
                        Stream.generate(() -> 200).limit(101).toList()));
    }
}
