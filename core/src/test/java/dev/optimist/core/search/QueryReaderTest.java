package dev.optimist.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.Source;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.source.JsonMaps;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryReaderTest {
    private static final String ORDER = """
            {"state":"Open now","count":12,"price":1.50,"paid":true,"gone":null,"at":"2024-03-10T12:00:00+02:00",
             "customer":{"name":"Ada","tags":["vip","new"]},"items":[{"sku":"a-1","n":1},{"sku":"b-2","n":20}],
             "dotted.name":"x","big":12345678901234567890,"empty":[],"keyword":{"keyword":"k"},"day":"2024-03-10"}""";

    private static Query query(String json) {
        return QueryReader.read(JsonMaps.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean matches(String query) {
        Document document = new Document(3, 7, 1, "r1", Source.of(ORDER));
        return query(query).matches(new Candidate("orders", 0, "o1", document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'match_all':{}}",
                "{'match_all':{'boost':1.2}}",
                "{'ids':{'values':['x','o1']}}",
                "{'term':{'_id':'o1'}}",
                "{'term':{'_index':'orders'}}",
                "{'term':{'_seq_no':7}}",
                "{'term':{'_routing':'r1'}}",
                "{'term':{'state':'Open now'}}",
                "{'term':{'state.keyword':{'value':'Open now','boost':2}}}",
                "{'term':{'state':{'value':'OPEN NOW','case_insensitive':true}}}",
                "{'term':{'count':12}}",
                "{'term':{'count':12.0}}",
                "{'term':{'count':'12'}}",
                "{'term':{'price':1.5}}",
                "{'term':{'paid':true}}",
                "{'term':{'paid':'true'}}",
                "{'term':{'big':12345678901234567890}}",
                "{'term':{'customer.name':'Ada'}}",
                "{'term':{'customer.tags':'new'}}",
                "{'term':{'items.sku.keyword':'b-2'}}",
                "{'term':{'dotted.name':'x'}}",
                "{'term':{'keyword.keyword':'k'}}",
                "{'terms':{'customer.tags':['old','vip'],'boost':1}}",
                "{'range':{'count':{'gt':11,'lte':12}}}",
                "{'range':{'count':{'gte':'12'}}}",
                "{'range':{'count':{'from':12,'to':null,'include_lower':true,'include_upper':true,'boost':1.0}}}",
                "{'bool':{'filter':[{'ids':{'type':[],'values':['o1'],'boost':1.0}}],'adjust_pure_negative':true}}",
                "{'range':{'items.n':{'gt':10}}}",
                "{'range':{'at':{'gte':'2024-03-10','lt':'2024-03-11'}}}",
                "{'range':{'at':{'lte':'2024-03-10'}}}",
                "{'range':{'at':{'gt':'2024-03-10T11:59:59+02:00','lt':'2024-03-10T10:00:01Z'}}}",
                "{'range':{'at':{'gte':1710064800000,'lte':1710064800000}}}",
                "{'range':{'day':{'gte':'2024-03'}}}",
                "{'range':{'customer.name':{'gte':'A','lt':'B'}}}",
                "{'exists':{'field':'customer'}}",
                "{'exists':{'field':'items.sku'}}",
                "{'bool':{}}",
                "{'bool':{'must':{'term':{'count':12}},'filter':[{'exists':{'field':'state'}}]}}",
                "{'bool':{'should':[{'term':{'count':1}},{'term':{'paid':true}}]}}",
                "{'bool':{'filter':{'match_all':{}},'should':{'match_none':{}}}}",
                "{'bool':{'must_not':[{'term':{'count':13}}]}}",
                "{'bool':{'should':[{'match_all':{}},{'match_all':{}},{'match_none':{}}],'minimum_should_match':-1}}",
                "{'bool':{'should':[{'match_all':{}},{'match_none':{}}],'minimum_should_match':'50%'}}"
            })
    void query_thatDescribesTheDocument_matches(String query) {
        assertThat(matches(query.replace('\'', '"'))).as(query).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'match_none':{}}",
                "{'ids':{'values':[]}}",
                "{'term':{'state':'open'}}",
                "{'term':{'state':'open now'}}",
                "{'term':{'count':'twelve'}}",
                "{'term':{'customer':'Ada'}}",
                "{'term':{'items.sku':'a'}}",
                "{'term':{'gone':'null'}}",
                "{'terms':{'count':[]}}",
                "{'range':{'count':{'gt':12}}}",
                "{'range':{'count':{'gt':'a'}}}",
                "{'range':{'count':{'from':12,'to':null,'include_lower':false,'include_upper':true,'boost':1.0}}}",
                "{'range':{'items.n':{'gt':1,'lt':20}}}",
                "{'range':{'at':{'gt':'2024-03-10'}}}",
                "{'range':{'at':{'gt':1710064800000}}}",
                "{'range':{'day':{'gt':'2024-03'}}}",
                "{'range':{'missing':{'lt':5}}}",
                "{'exists':{'field':'gone'}}",
                "{'exists':{'field':'empty'}}",
                "{'exists':{'field':'customer.age'}}",
                "{'bool':{'must':[{'match_all':{}},{'match_none':{}}]}}",
                "{'bool':{'must_not':{'match_all':{}}}}",
                "{'bool':{'should':[{'match_none':{}}]}}",
                "{'bool':{'should':[{'match_all':{}},{'match_none':{}}],'minimum_should_match':2}}",
                "{'bool':{'should':[{'match_all':{}}],'minimum_should_match':2}}"
            })
    void query_thatDescribesAnother_doesNotMatch(String query) {
        assertThat(matches(query.replace('\'', '"'))).as(query).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'nope':{}} | PARSING | unknown query [nope]",
                "{'term':{'a':1},'term2':{}} | PARSING | [term] malformed query, expected [END_OBJECT] but found [FIELD_NAME]",
                "{'term':{'a':[1]}} | PARSING | [term] query does not support array of values",
                "{'term':{'a':1,'b':2}} | PARSING | [term] query doesn't support multiple fields, found [a] and [b]",
                "{'term':{'a':null}} | ILLEGAL_ARGUMENT | value cannot be null",
                "{'term':{'a':{'value':1,'fuzz':2}}} | PARSING | [term] query does not support [fuzz]",
                "{'terms':{'a':1}} | PARSING | [terms] query does not support [a]",
                "{'terms':{'a':{'index':'i','id':'1','path':'p'}}} | ILLEGAL_ARGUMENT | [terms] query: a lookup of terms is not supported",
                "{'range':{'a':{'gt':1,'format':'yyyy'}}} | PARSING | [range] query does not support [format]",
                "{'range':{'a':{'gt':'now-1d/d'}}} | ILLEGAL_ARGUMENT | [range] query: date math [now-1d/d] is not supported; give an ISO 8601 date",
                "{'exists':{}} | PARSING | [exists] must be provided with a [field]",
                "{'bool':[]} | PARSING | [bool] query malformed, no start_object after query name",
                "{'bool':{'must':1}} | PARSING | [_na] query malformed, must start with start_object",
                "{'bool':{'must':{}}} | ILLEGAL_ARGUMENT | query malformed, empty clause found"
            })
    void query_thatIsNone_saysWhy(String query, ErrorKind kind, String reason) {
        assertThatThrownBy(() -> query(query.replace('\'', '"')))
                .isInstanceOfSatisfying(DocumentException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.reason()).isEqualTo(reason);
                });
    }

    @Test
    void query_ofTheSearchEngine_namesWhatIsSupported() {
        assertThatThrownBy(() -> query("{\"match\":{\"a\":\"b\"}}"))
                .hasMessageContaining("query [match] is not supported")
                .hasMessageEndingWith("Supported are [bool, exists, ids, match_all, match_none, range, term, terms]");
    }

    @Test
    void query_nestedTooDeeply_isRefused() {
        String deep = "{\"bool\":{\"must\":".repeat(31) + "{\"match_all\":{}}" + "}}".repeat(31);

        assertThatThrownBy(() -> query(deep)).hasMessageContaining("maximum nested depth");
    }

    @Test
    void query_thatNamesIds_tellsThem() {
        String named = "{\"bool\":{\"filter\":[{\"term\":{\"a\":1}},{\"terms\":{\"_id\":[\"1\",2]}}]}}";

        assertThat(query(named).ids()).contains(Set.of("1", "2"));
        assertThat(query("{\"match_none\":{}}").ids()).contains(Set.of());
        assertThat(query("{\"bool\":{\"must_not\":{\"ids\":{\"values\":[\"1\"]}}}}")
                        .ids())
                .as("all but these")
                .isEmpty();
        assertThat(query("{\"bool\":{\"must\":{\"match_all\":{}},\"should\":{\"ids\":{\"values\":[\"1\"]}}}}")
                        .ids())
                .as("these or none of them")
                .isEmpty();
    }
}
